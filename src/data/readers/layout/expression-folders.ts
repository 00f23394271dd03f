// Class folders of a data set with known classes: by name, under any alias, or by the data set's own numbers.

import { plural } from '../../../core/plural.ts';
import type { Expression } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { expressionOf, type LabelTable } from '../../label-tables.ts';
import { classFolders } from './class-folders.ts';

export interface ExpressionImage {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly className: Expression;
}

export interface ExpressionFolders {
  readonly images: readonly ExpressionImage[];
  /** Names of the class folders, without their parents. */
  readonly folders: readonly string[];
  readonly notes: readonly string[];
}

/**
 * @param within folders from the root down to the parent of the class folders
 * @param kind what to call the data set in notes about folders that are not classes
 */
export async function expressionFolders(
  host: DataHost,
  root: string,
  within: readonly string[],
  table: LabelTable,
  kind: string,
): Promise<ExpressionFolders> {
  const content = await classFolders(host, root, within);
  const notes = [...content.notes];
  const known = new Map<string, Expression>();
  for (const { folder, images } of content.classes) {
    const expression = expressionOf(folder.slice(folder.lastIndexOf('/') + 1), table);
    if (expression !== undefined) known.set(folder, expression);
    else if (images > 0) notes.push(`skipped ${plural(images, 'image')} of folder ${folder}: not a class of ${kind}`);
  }
  const images = content.images.flatMap(({ id, path, name, folder }) => {
    const className = known.get(folder);
    return className === undefined ? [] : [{ id, path, name, className }];
  });
  return { images, folders: [...known.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)), notes };
}
