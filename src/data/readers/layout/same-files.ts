// Finds files with the same name and bytes in several folders, which merging the folders would duplicate.
import { type DataHost, joinPath } from '../../host.ts';
import { limit } from '../../limit.ts';

interface NamedFile {
  readonly name: string;
  readonly path: string;
}

/** Paths of the files that copy an earlier file of the same name. */
export async function sameFiles(host: DataHost, root: string, files: readonly NamedFile[]): Promise<string[]> {
  const byName = new Map<string, NamedFile[]>();
  for (const file of files) byName.set(file.name, [...(byName.get(file.name) ?? []), file]);
  const atOnce = limit(16);
  const copies = await Promise.all(
    [...byName.values()]
      .filter((group) => group.length > 1)
      .map((group) =>
        atOnce(async () => {
          const contents: Uint8Array[] = [];
          const found: string[] = [];
          for (const { path } of group) {
            const bytes = await host.read(joinPath(root, path));
            if (contents.some((other) => equal(other, bytes))) found.push(path);
            else contents.push(bytes);
          }
          return found;
        }),
      ),
  );
  return copies.flat();
}

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at]);
