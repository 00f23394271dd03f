// Features of the project's faces in one array, kept beside the project so that a reload need not encode them again.
import { studio } from 'mpafer';
import type { Models } from './models.ts';
import { bytesOf, opened } from './open-project.ts';
import { sampleOf } from './pictures.ts';

/** Rows of unit length, as a pack keeps them. */
export interface Features {
  readonly columns: number;
  /** Row of each face, by its path. */
  readonly rows: ReadonlyMap<string, number>;
  readonly data: Float32Array;
}

let held: { readonly project: string; readonly rows: Map<string, number>; data: Float32Array } | undefined;

/** Forgets what is held of another project. */
export function dropFeatures(): void {
  held = undefined;
}

/**
 * Encodes the faces that are not yet.
 *
 * @param onDone how many of how many new ones are encoded
 */
export async function featuresOf(
  { clip, encoder }: Models,
  signal: AbortSignal,
  onDone: (done: number, of: number) => void,
): Promise<Features> {
  const { name, faces } = opened();
  const columns = clip.config.embedding;
  if (held?.project !== name) held = { project: name, ...(await storedFeatures(columns, await clip.digest())) };
  const own = held!;
  const fresh = faces.filter(({ path }) => !own.rows.has(path));
  // In parts, so that closing the tab does not lose all of it.
  for (let begin = 0; begin < fresh.length; begin += 256) {
    const part = fresh.slice(begin, begin + 256);
    const work = encoder.encode(part.map(sampleOf), { signal });
    let step = await work.next();
    while (!step.done) {
      onDone(begin + step.value, fresh.length);
      step = await work.next();
    }
    const unit = studio.unitRows(step.value);
    own.data = withRoom(own.data, (own.rows.size + part.length) * columns);
    part.forEach(({ path }, index) => {
      const row = own.rows.size;
      own.rows.set(path, row);
      own.data.set(unit.data.subarray(index * columns, (index + 1) * columns), row * columns);
    });
    if (fresh.length > 64) await storeFeatures(columns, await clip.digest());
  }
  return { columns, rows: own.rows, data: own.data };
}

function withRoom(data: Float32Array, length: number): Float32Array {
  if (data.length >= length) return data;
  const larger = new Float32Array(Math.max(length, data.length * 2));
  larger.set(data);
  return larger;
}

const cacheFile = (project: string): string => `${project}.features`;

/** Beside the projects, not in them: it can be made again, and is of no use elsewhere. */
const cacheFolder = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('features', { create: true });

async function storeFeatures(columns: number, clip: string): Promise<void> {
  const { project, rows, data } = held!;
  const head = bytesOf(JSON.stringify({ clip, columns, paths: [...rows.keys()] }));
  const file = await (await cacheFolder()).getFileHandle(cacheFile(project), { create: true });
  const writable = await file.createWritable();
  await writable.write(Uint32Array.of(head.length));
  await writable.write(head as Uint8Array<ArrayBuffer>);
  await writable.write(data.slice(0, rows.size * columns));
  await writable.close();
}

async function storedFeatures(columns: number, clip: string) {
  const none = { rows: new Map<string, number>(), data: new Float32Array(0) };
  try {
    const handle = await (await cacheFolder()).getFileHandle(cacheFile(opened().name));
    const buffer = await (await handle.getFile()).arrayBuffer();
    const length = new Uint32Array(buffer.slice(0, 4))[0]!;
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    if (head.clip !== clip || head.columns !== columns) return none;
    const data = new Float32Array(buffer.slice(4 + length));
    const paths: readonly string[] = head.paths;
    if (data.length !== paths.length * columns) return none;
    return { rows: new Map(paths.map((path, row) => [path, row] as const)), data };
  } catch {
    // It is made again.
    return none;
  }
}

export async function removeFeatures(project: string): Promise<void> {
  if (held?.project === project) held = undefined;
  await (await cacheFolder()).removeEntry(cacheFile(project)).catch(() => {});
}
