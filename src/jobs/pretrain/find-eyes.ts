// Finds the eyes in the faces of a pretraining run, once: the places are kept in a file of its folder.
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { MpaferError } from '../../core/errors.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import type { Eyes } from '../../faces/face.ts';
import { type FaceFinder, openFaceFinder } from '../../faces/face-finder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { faceModels } from '../../platform/node/models/face-models.ts';
import { type EyePlaces, eyePlaces } from '../../pretrain/batches/eye-places.ts';
import type { FaceSet } from '../../pretrain/batches/face-set.ts';
import { labelledFace } from '../data/align/labelled-face.ts';
import { imagePace } from '../image-pace.ts';
import { type JobEvent, note, progress } from '../job-event.ts';
import { sha256 } from './ship-model.ts';

const hundredths = z.int();
/** x and y of the left eye and of the right one, in hundredths of a pixel; null where no face was found. */
const foundSchema = z.tuple([hundredths, hundredths, hundredths, hundredths]).nullable();
type FoundEyes = z.infer<typeof foundSchema>;
const keptSchema = z.strictObject({
  /** Digests of the pixels of each set. */
  pixels: z.array(z.string()),
  eyes: z.array(z.array(foundSchema)),
});
type KeptEyes = z.infer<typeof keptSchema>;

/**
 * The places of the eyes in each set of faces.
 *
 * @param file kept from an earlier sitting; used if it is about the same pixels
 * @throws MpaferError `aborted`, `disk`, `host`
 */
export async function* findEyes(
  sets: readonly FaceSet[],
  file: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent, readonly EyePlaces[]> {
  const pixels = sets.map(({ grey }) => sha256(grey));
  let kept = await readKept(file, pixels);
  if (kept === undefined) {
    const eyes: FoundEyes[][] = [];
    await using engine = nodeEngine({ threads: 1 });
    const finder = await openFaceFinder(engine, await faceModels());
    const total = sets.reduce((sum, { count }) => sum + count, 0);
    const pace = imagePace(total);
    for (const faces of sets) {
      const own: FoundEyes[] = [];
      const before = eyes.reduce((sum, { length }) => sum + length, 0);
      for (let face = 0; face < faces.count; face++) {
        if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while finding eyes', { cause: signal.reason });
        own.push(await eyesOf(finder, faces, face, signal));
        const done = before + own.length;
        yield progress('finding eyes', done, total, pace(done));
      }
      eyes.push(own);
    }
    kept = { pixels, eyes };
    await writeFile(file, `${JSON.stringify(kept)}\n`);
  }
  const all = kept.eyes.flat();
  yield note(`Eyes were found in ${all.filter((own) => own !== null).length} of ${all.length} faces`);
  return kept.eyes.map((own, set) => eyePlaces(own.map(asEyes), sets[set]!.size));
}

async function readKept(file: string, pixels: readonly string[]): Promise<KeptEyes | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const kept = keptSchema.parse(JSON.parse(text));
    return kept.pixels.join() === pixels.join() ? kept : undefined;
  } catch {
    return undefined;
  }
}

async function eyesOf(
  finder: FaceFinder,
  { grey, size }: FaceSet,
  face: number,
  signal: AbortSignal | undefined,
): Promise<FoundEyes> {
  const area = size * size;
  const data = Uint8Array.from({ length: 3 * area }, (_, at) => grey[face * area + Math.floor(at / 3)]!);
  const found = await labelledFace(finder, { width: size, height: size, data }, undefined, signal);
  if (found === undefined) return null;
  const { left, right } = found.eyes;
  const rounded = (value: number) => Math.round(100 * value);
  return [rounded(left.x), rounded(left.y), rounded(right.x), rounded(right.y)];
}

function asEyes(own: FoundEyes): Eyes | undefined {
  if (own === null) return undefined;
  const [leftX, leftY, rightX, rightY] = own;
  return { left: { x: leftX / 100, y: leftY / 100 }, right: { x: rightX / 100, y: rightY / 100 } };
}
