// Which of the images that a list names lie where it says.
import { MpaferError } from '../../../core/errors.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { limit } from '../../limit.ts';

/** Lists each folder of `ids` once. A folder that is not there holds none. */
export async function presentImages(host: DataHost, root: string, ids: readonly string[]): Promise<Set<string>> {
  const folders = new Set(ids.map((id) => id.slice(0, id.lastIndexOf('/') + 1)));
  const atOnce = limit(16);
  const present = new Set<string>();
  await Promise.all(
    [...folders].map((folder) =>
      atOnce(async () => {
        for (const { name, folder: isFolder } of await entries(host, joinPath(root, folder).replace(/\/$/, ''))) {
          if (!isFolder) present.add(folder + name);
        }
      }),
    ),
  );
  return present;
}

async function entries(host: DataHost, folder: string): ReturnType<DataHost['list']> {
  try {
    return await host.list(folder);
  } catch (error) {
    if (error instanceof MpaferError) return [];
    throw error;
  }
}
