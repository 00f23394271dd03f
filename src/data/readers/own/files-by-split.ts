// The files of a sharded data set (Parquet, tar) and the split that each file name specifies.
import { MpaferError } from '../../../core/errors.ts';
import type { Split } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { splitNamed } from '../../split-names.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { folderContent } from '../layout/image-files.ts';

export interface SplitFile {
  /** Relative to the root. */
  readonly file: string;
  readonly split: Split | undefined;
}

/** One file, or all files of a folder; `train-00000-of-00002.parquet` and `train/0.parquet` belong to the training split. */
export async function filesBySplit(
  host: DataHost,
  path: string,
  { kind, extension }: { readonly kind: string; readonly extension: string },
): Promise<{ readonly root: string; readonly files: readonly SplitFile[] }> {
  const isShard = (name: string): boolean => name.toLowerCase().endsWith(`.${extension}`);
  if (isShard(path)) {
    const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    const file = path.slice(cut + 1);
    return { root: cut < 0 ? '.' : path.slice(0, cut), files: [{ file, split: splitOf(file) }] };
  }
  const root = await datasetRoot(host, path, {
    kind,
    needed: `files like train-00000-of-00001.${extension}`,
    isRoot: ({ folders, others }) =>
      others.some(isShard) || (folders.length > 0 && folders.every((name) => splitNamed(name) !== undefined)),
  });
  const { folders, others } = await folderContent(host, root);
  const files: SplitFile[] = others.filter(isShard).map((file) => ({ file, split: splitOf(file) }));
  for (const folder of folders.filter((name) => splitNamed(name) !== undefined)) {
    const inner = await folderContent(host, joinPath(root, folder));
    for (const name of inner.others.filter(isShard))
      files.push({ file: `${folder}/${name}`, split: splitNamed(folder) });
  }
  if (files.length === 0)
    throw new MpaferError('data', `Cannot open "${path}" as ${kind}: found no .${extension} file`);
  if (files.some(({ split }) => split === undefined) && files.some(({ split }) => split !== undefined)) {
    const nameless = files.find(({ split }) => split === undefined)!.file;
    throw new MpaferError(
      'data',
      `Cannot open "${path}" as ${kind}: "${nameless}" names no split, but other files do; expected one that begins with train, validation or test`,
    );
  }
  return { root, files };
}

const splitOf = (file: string): Split | undefined => splitNamed(/^[a-z]+/i.exec(file)?.[0] ?? '');
