// Recognises the kind of a data set by the names in its folder, for hints when it was opened as a different kind.
import { resolveExpression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { splitNamed } from '../../split-names.ts';
import { type FolderContent, folderContent } from './image-files.ts';

/** A kind and the path to open it with. */
export interface KnownLayout {
  readonly kind: string;
  readonly path: string;
}

/** Lists of images that the hub and Roboflow put next to the images of each split. */
export const splitLists = ['_classes.csv', 'metadata.csv', '_annotations.csv'] as const;

export const cocoFile = /(_annotations\.coco|instances.*|annotations.*)\.json$/i;
const yoloFile = /^(data|dataset)\.ya?ml$/i;

/** The kind of data set that a folder looks like, or undefined. */
export async function looksLike(
  host: DataHost,
  path: string,
  content: FolderContent,
): Promise<KnownLayout | undefined> {
  const { folders, others } = content;
  const named = kindByNames(content);
  if (named !== undefined) return { kind: named, path };
  const parts = folders.filter((name) => splitNamed(name) !== undefined);
  const inside = await Promise.all(
    [...parts, ...folders.filter((name) => /^annotations?$/i.test(name))].map((name) =>
      folderContent(host, joinPath(path, name)),
    ),
  );
  if (inside.some((inner) => inner.others.some((name) => cocoFile.test(name)))) return { kind: 'coco', path };
  if (inside.some((inner) => ['images', 'labels'].every((name) => inner.folders.includes(name))))
    return { kind: 'yolo', path };
  const lists = inside.some((inner) => inner.others.some((name) => splitLists.some((list) => list === name)));
  if (lists) return { kind: 'csv', path };
  const classes = new Set(folders.map(resolveExpression).filter((name) => name !== undefined));
  if (classes.size === 7 && folders.length === 7 && !classes.has('neutral')) return { kind: 'ck48', path };
  const inParts = inside.some((inner) => inner.folders.length > 0);
  if (classes.size >= 2 || (inParts && parts.some((name) => splitNamed(name) === 'train')))
    return { kind: 'folder', path };
  const tables = others.filter((name) => /\.csv$/i.test(name));
  return tables.length === 1 ? { kind: 'csv', path: joinPath(path, tables[0]!) } : undefined;
}

function kindByNames({ folders, images, others }: FolderContent): string | undefined {
  const file = (pattern: RegExp) => others.some((name) => pattern.test(name));
  const folder = (pattern: RegExp) => folders.some((name) => pattern.test(name));
  if (folder(/^FER2013(Train|Valid|Test)$/)) return 'ferplus';
  if (file(/^(fer2013|icml_face_data|ckextended)\.csv$/)) return 'fer2013';
  if (folder(/^EmoLabel$/) || folder(/^DATASET$/)) return 'rafdb';
  if (folder(/^Manually_Annotated/) || (file(/^training\.csv$/) && file(/^validation\.csv$/))) return 'affectnet';
  if (folder(/^train_set$/) && folder(/^val(id)?_set$/)) return 'affectnet';
  if (file(/^label\.lst$/)) return 'expw';
  if (folder(/^(Train|Val)_Aligned_Faces/)) return 'sfew';
  if (images.some((name) => /^[A-Z]{2}\.(AN|DI|FE|HA|NE|SA|SU)\d\.\d+\.tiff?$/.test(name))) return 'jaffe';
  if (file(yoloFile) || (folder(/^images$/i) && folder(/^labels$/i))) return 'yolo';
  if (file(/_annotations\.coco\.json$/)) return 'coco';
  if (file(/\.parquet$/)) return 'parquet';
  if (file(/\.tar$/)) return 'webdataset';
  return undefined;
}
