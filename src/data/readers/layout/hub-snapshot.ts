// The files in a download cache of the Hugging Face hub: `datasets--org--name/snapshots/HASH`.
import { MpaferError } from '../../../core/errors.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { folderContent } from './image-files.ts';

/** The only snapshot in a cache folder; any other path is returned unchanged. @throws MpaferError `data` when there are several */
export async function hubSnapshot(host: DataHost, path: string): Promise<string> {
  const { folders } = await folderContent(host, path);
  if (!folders.includes('snapshots') || !(folders.includes('refs') || folders.includes('blobs'))) return path;
  const snapshots = joinPath(path, 'snapshots');
  const names = (await folderContent(host, snapshots)).folders;
  if (names.length === 1) return joinPath(snapshots, names[0]!);
  throw new MpaferError(
    'data',
    `Cannot open "${path}": it is a cache of the Hugging Face hub with ${names.length} snapshots; expected one`,
    { hint: `Open one of them: ${names.map((name) => joinPath(snapshots, name)).join(' or ') || 'download it again'}` },
  );
}
