// The CSV files of a data set: the given file, or the lists that a folder has next to the images of each split.

import type { CsvRow } from '../../../core/csv.ts';
import { MpaferError } from '../../../core/errors.ts';
import type { Split } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { readCsv } from '../../read-csv.ts';
import { splitNamed } from '../../split-names.ts';
import { otherKind } from '../layout/dataset-root.ts';
import { hubSnapshot } from '../layout/hub-snapshot.ts';
import { type FolderContent, folderContent } from '../layout/image-files.ts';
import { splitLists } from '../layout/looks-like.ts';
import { isRunOutput } from '../layout/run-output.ts';

export interface CsvFile {
  readonly file: string;
  /** Folder to resolve its paths against, relative to the root; ends with `/`, or is empty. */
  readonly place: string;
  /** The split that its folder specifies. */
  readonly split: Split | undefined;
  readonly header: CsvRow | undefined;
  readonly rows: readonly CsvRow[];
}

export interface CsvFiles {
  readonly root: string;
  readonly files: readonly CsvFile[];
}

/** @throws MpaferError `data` when the path is neither a CSV nor a folder with lists */
export async function csvFiles(host: DataHost, path: string): Promise<CsvFiles> {
  const content = await folderContent(host, path).catch((error: unknown) => {
    if (error instanceof MpaferError) return undefined;
    throw error;
  });
  if (content === undefined) {
    const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return { root: cut < 0 ? '.' : path.slice(0, cut), files: [await readFile(host, path, '', undefined)] };
  }
  const root = await hubSnapshot(host, path);
  const top = root === path ? content : await folderContent(host, root);
  const lists = await listsOf(host, root, top);
  if (lists.length === 0) throw await namesTables(host, path, root, top);
  const files: CsvFile[] = [];
  for (const { file, place, split } of lists) files.push(await readFile(host, joinPath(root, file), place, split));
  return { root, files };
}

const listIn = ({ others }: FolderContent): string | undefined => splitLists.find((name) => others.includes(name));

/** Lists in the split folders, or in the folder itself if they have none. */
async function listsOf(host: DataHost, root: string, top: FolderContent) {
  const lists: { file: string; place: string; split: Split | undefined }[] = [];
  for (const name of top.folders.filter((folder) => splitNamed(folder) !== undefined)) {
    const inner = await folderContent(host, joinPath(root, name));
    const list = isRunOutput(inner) ? undefined : listIn(inner);
    if (list !== undefined) lists.push({ file: `${name}/${list}`, place: `${name}/`, split: splitNamed(name) });
  }
  const own = listIn(top);
  return lists.length > 0 || own === undefined ? lists : [{ file: own, place: '', split: undefined }];
}

async function readFile(host: DataHost, file: string, place: string, split: Split | undefined): Promise<CsvFile> {
  const [header, ...rows] = await readCsv(host, file);
  return { file, place, split, header, rows };
}

async function namesTables(host: DataHost, path: string, root: string, content: FolderContent): Promise<MpaferError> {
  const tables = isRunOutput(content) ? [] : content.others.filter((name) => /\.csv$/i.test(name));
  const specs = tables.slice(0, 4).map((name) => `csv:${joinPath(root, name)}`);
  const hint =
    specs.length > 0 ? `Name the file: ${specs.join(' or ')}` : await otherKind(host, [{ path: root, content }], 'csv');
  return new MpaferError(
    'data',
    `Cannot open "${path}" as csv: it is a folder without ${splitLists.join(' or ')} in it or in its split folders; expected a CSV file`,
    hint === undefined ? {} : { hint },
  );
}
