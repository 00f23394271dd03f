// Trains the same run with different numbers of threads and decoding workers: every result file must have the same bytes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { embeddedClip } from '../../src/platform/node/models/models.ts';
import { mpafer } from '../../test/support/command-line.ts';
import { writeDrawings } from '../../test/support/drawings.ts';
import { resultOf } from '../../test/support/run-result.ts';
import { writeTinyModel } from '../../test/support/tiny-model.ts';

/** Images are decoded in Node's worker pool, whose size this variable sets. */
const workers = (count: number) => ({ UV_THREADPOOL_SIZE: String(count) });

const smallClip = fileURLToPath(new URL('../../configs/small-clip.json', import.meta.url));

const settingsGrid = [
  ...[1, 2].flatMap((threads) => [1, 4, 16].map((decoders) => ({ threads, decoders }))),
  // More threads than most test machines have cores: the runtime splits its products into as many parts.
  { threads: 8, decoders: 4 },
];

/** @returns whether all results are the same, and those of another seed differ */
export async function determinism(): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'mpafer-determinism-'));
  const tiny = await writeTinyModel(join(root, 'clip'));
  const drawings = `folder:${await writeDrawings(join(root, 'drawings'))}`;
  const cases = [
    { name: 'a tiny CLIP on drawings', data: drawings, clip: tiny, settings: 'epochs=4 batch=8' },
    {
      name: `${embeddedClip} on synthetic faces`,
      data: 'synthetic:?count=64&size=48',
      clip: embeddedClip,
      settings: 'epochs=2 batch=16',
    },
    // Few rows in each product, and many.
    ...[4, 32].map((batch) => ({
      name: `${embeddedClip} with configs/small-clip.json, batch ${batch}`,
      data: 'synthetic:?count=64&size=48',
      clip: embeddedClip,
      settings: `--config ${smallClip} epochs=1 batch=${batch}`,
    })),
  ];
  let failed = 0;
  for (const { name, data, clip, settings } of cases) {
    const train = async (threads: number, decoders: number, seed: number) => {
      const run = join(root, 'run');
      const line = `train --data ${data} --clip ${clip} --out ${run} --threads ${threads} ${settings} warmupEpochs=0 seed=${seed}`;
      const { code, stderr } = await mpafer(line.split(' '), {
        env: { ...workers(decoders), MPAFER_CACHE: join(root, String(threads), String(decoders)) },
      });
      if (code !== 0) throw new Error(stderr);
      const result = await resultOf(run);
      await rm(run, { recursive: true });
      return result;
    };
    const expected = await train(1, 1, 1);
    for (const { threads, decoders } of settingsGrid) {
      const same = isDeepStrictEqual(await train(threads, decoders, 1), expected);
      if (!same) failed++;
      console.log(`${same ? 'same     ' : 'DIFFERENT'}  ${name}: ${threads} threads, ${decoders} decoding workers`);
    }
    // Files that never change would prove nothing.
    if (isDeepStrictEqual(await train(1, 1, 2), expected)) throw new Error('Another seed gives the same bytes');
  }
  await rm(root, { recursive: true });
  console.log(`${cases.length * settingsGrid.length - failed} passed, ${failed} failed`);
  return failed === 0;
}
