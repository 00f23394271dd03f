// Kills training at random instants and while it writes checkpoints, resumes it, and compares its end with an uninterrupted run's, byte by byte.
// node tools/reliability.ts [RUNS]    each run is killed five times; 10 runs unless told
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { random } from '../src/core/random.ts';
import { mpafer } from '../test/support/command-line.ts';
import { writeDrawings } from '../test/support/drawings.ts';
import { killAfter, killInsideCheckpoint, trainUnderFire } from '../test/support/kill-and-resume.ts';
import { resultOf } from '../test/support/run-result.ts';
import { writeTinyModel } from '../test/support/tiny-model.ts';

const runs = Number(process.argv[2] ?? 10);
const killsOfRun = 5;
const source = random(50).split('reliability');
const root = await mkdtemp(join(tmpdir(), 'mpafer-reliability-'));
const clip = await writeTinyModel(join(root, 'clip'));
const data = `folder:${await writeDrawings(join(root, 'drawings'))}`;
const train = (run: string) =>
  `train --data ${data} --clip ${clip} --out ${run} --threads 1 epochs=16 batch=8 warmupEpochs=0 learningRate=0.3 checkpointEvery=2`.split(
    ' ',
  );

const whole = join(root, 'whole');
const start = performance.now();
const reference = await mpafer(train(whole));
if (reference.code !== 0) throw new Error(reference.stderr);
const duration = performance.now() - start;
const expected = await resultOf(whole);

let [kills, different] = [0, 0];
for (let index = 0; index < runs; index++) {
  const run = join(root, `run-${index}`);
  const plan = Array.from({ length: killsOfRun }, () =>
    source.uniform() < 0.5 ? killAfter(duration * source.uniform()) : killInsideCheckpoint(1 + source.integer(4)),
  );
  const { ended, killed } = await trainUnderFire(run, train(run), plan);
  const same = ended.code === 0 && isDeepStrictEqual(await resultOf(run), expected);
  kills += killed;
  if (!same) different++;
  console.log(`${same ? 'same     ' : 'DIFFERENT'}  run ${index + 1} of ${runs}, killed ${killed} times`);
  if (same) await rm(run, { recursive: true });
  else console.log(`  kept in ${run}\n${ended.stderr}`);
}
if (different === 0) await rm(root, { recursive: true });
console.log(`${runs - different} of ${runs} runs ended as if never killed, after ${kills} kills`);
process.exitCode = different === 0 ? 0 : 1;
