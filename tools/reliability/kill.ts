// Kills training at random moments and while it writes checkpoints, resumes it, and compares the result with an uninterrupted run's, byte by byte.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { random } from '../../src/core/random.ts';
import { mpafer } from '../../test/support/command-line.ts';
import { writeDrawings } from '../../test/support/drawings.ts';
import { killAfter, killInsideCheckpoint, trainUnderFire } from '../../test/support/kill-and-resume.ts';
import { resultOf } from '../../test/support/run-result.ts';
import { writeTinyModel } from '../../test/support/tiny-model.ts';

/** With more, a run would finish before the last of them. */
const killsOfRun = 5;

/** @returns whether every run ended with the same bytes as one that was never killed */
export async function kill([count = '50']: readonly string[]): Promise<boolean> {
  const wanted = Number(count);
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

  let [runs, kills, different] = [0, 0, 0];
  /** Runs in sequence; a process that finishes before its kill is not counted, and another run makes up for it. */
  const work = async () => {
    while (kills < wanted && runs < wanted) {
      const number = ++runs;
      const run = join(root, `run-${number}`);
      const own = source.split('run', number);
      const plan = Array.from({ length: killsOfRun }, () =>
        own.uniform() < 0.5 ? killAfter(duration * own.uniform()) : killInsideCheckpoint(1 + own.integer(4)),
      );
      const { ended, killed } = await trainUnderFire(run, train(run), plan);
      const same = ended.code === 0 && isDeepStrictEqual(await resultOf(run), expected);
      kills += killed;
      if (!same) different++;
      console.log(
        `${same ? 'same     ' : 'DIFFERENT'}  run ${number}, killed ${killed} times, ${kills} of ${wanted} in all`,
      );
      if (same) await rm(run, { recursive: true });
      else console.log(`  kept in ${run}\n${ended.stderr}`);
    }
  };
  await Promise.all([work(), work()]);
  if (different === 0) await rm(root, { recursive: true });
  console.log(
    `${kills} kills; runs identical to one that was never killed:\n${runs - different} passed, ${different} failed`,
  );
  return different === 0 && kills >= wanted;
}
