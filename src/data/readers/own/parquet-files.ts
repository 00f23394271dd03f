// The Parquet files of a dataset and the split that each one's name says.
import { MpaferError } from '../../../core/errors.ts';
import type { Split } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { splitNamed } from '../../split-names.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { folderContent } from '../layout/image-files.ts';

export interface ParquetFile {
  /** Relative to the root. */
  readonly file: string;
  readonly split: Split | undefined;
}

const isParquet = (name: string): boolean => /\.parquet$/i.test(name);

/** One file, or those of a folder; `train-00000-of-00002.parquet` and `train/0.parquet` are for training. */
export async function parquetFiles(host: DataHost, path: string) {
  if (isParquet(path)) {
    const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    const file = path.slice(cut + 1);
    return { root: cut < 0 ? '.' : path.slice(0, cut), files: [{ file, split: splitOf(file) }] };
  }
  const root = await datasetRoot(host, path, {
    kind: 'parquet',
    needed: 'files like train-00000-of-00001.parquet',
    isRoot: ({ folders, others }) =>
      others.some(isParquet) || (folders.length > 0 && folders.every((name) => splitNamed(name) !== undefined)),
  });
  const { folders, others } = await folderContent(host, root);
  const files: ParquetFile[] = others.filter(isParquet).map((file) => ({ file, split: splitOf(file) }));
  for (const folder of folders.filter((name) => splitNamed(name) !== undefined)) {
    const inner = await folderContent(host, joinPath(root, folder));
    for (const name of inner.others.filter(isParquet)) {
      files.push({ file: `${folder}/${name}`, split: splitNamed(folder) });
    }
  }
  if (files.length === 0) throw new MpaferError('data', `Cannot open "${path}" as parquet: found no .parquet file`);
  if (files.some(({ split }) => split === undefined) && files.some(({ split }) => split !== undefined)) {
    const nameless = files.find(({ split }) => split === undefined)!.file;
    throw new MpaferError(
      'data',
      `Cannot open "${path}" as parquet: "${nameless}" names no split and other files do; expected one that begins with train, validation or test`,
    );
  }
  return { root, files };
}

const splitOf = (file: string): Split | undefined => splitNamed(/^[a-z]+/i.exec(file)?.[0] ?? '');
