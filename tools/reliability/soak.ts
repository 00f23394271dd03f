// Memory over many images: samples the resident memory of `predict` and `train` and fits a line to it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../../src/core/random.ts';
import { synthetic } from '../../src/data/synthetic/synthetic.ts';
import { encodePng } from '../../src/platform/node/images/encode-image.ts';
import { mpafer } from '../../test/support/command-line.ts';
import { writeTinyModel } from '../../test/support/tiny-model.ts';
import { residentMemory } from './resident-memory.ts';
import { afterWarmUp, grows, type Point, slopeOf } from './slope.ts';

/** Megabytes per 1,000 images. */
const limit = 1;
const drawnFaces = 64;

/**
 * Runs a command to its end and samples its memory whenever it has made progress.
 *
 * @param done number of images processed, from its output so far
 */
async function watched(
  args: readonly string[],
  cwd: string,
  done: (said: string) => number,
): Promise<readonly Point[]> {
  const points: Point[] = [];
  let seen = 0;
  const look = (pid: number, text: string): void => {
    const images = done(text);
    if (images === seen) return;
    seen = images;
    // The process may have ended in the meantime.
    residentMemory(pid).then(
      (megabytes) => points.push({ x: images / 1000, y: megabytes }),
      () => {},
    );
  };
  const env = { MPAFER_CACHE: join(cwd, 'cache') };
  const ended = await mpafer(args, {
    cwd,
    env,
    onError: (child, text) => look(child.pid!, text),
    onOutput: (child, text) => look(child.pid!, text),
  });
  if (ended.code !== 0) throw new Error(ended.stderr);
  return points;
}

function tell(what: string, points: readonly Point[]): boolean {
  const warm = afterWarmUp(points);
  const line = slopeOf(warm);
  const [first, last] = [warm[0]!, warm.at(-1)!];
  console.log(
    `${what}: ${Math.round(last.x * 1000)} images, ${first.y.toFixed(0)} MB after warm-up, ${last.y.toFixed(0)} MB at the end, ` +
      `slope ${line.slope.toFixed(3)} +- ${line.error.toFixed(3)} MB per 1,000 images over ${warm.length} samples, limit ${limit}`,
  );
  return !grows(line, limit);
}

/** `soak [IMAGES] [EPOCHS] [CLIP]`: by default with the tests' tiny CLIP. @returns whether memory stays flat */
export async function soak([images = '20000', epochs = '10', model]: readonly string[]): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'mpafer-soak-'));
  try {
    const clip = model ?? (await writeTinyModel(join(root, 'clip')));
    const faces = join(root, 'faces');
    await mkdir(faces);
    const { samples } = synthetic({ random: random(1), count: drawnFaces, size: 96 });
    for (const [index, sample] of samples.entries())
      await writeFile(join(faces, `${index}.png`), await encodePng(await sample.read()));

    const names = Array.from({ length: Number(images) }, (_, index) => `${index % drawnFaces}.png`);
    const lines = (text: string) => text.split('\n').length - 1;
    const predict = ['predict', '--run', 'zero-shot', '--clip', clip, '--faces', 'crop', ...names];
    const predicted = tell('predict', await watched(predict, faces, (text) => 640 * Math.floor(lines(text) / 640)));

    const drawn = Math.max(96, Math.round(Number(images) / Number(epochs) / 0.8));
    const each = synthetic({ random: random(1), count: drawn }).samples.filter(({ split }) => split !== 'test').length;
    const train = `train --data synthetic:?count=${drawn}&size=32 --clip ${clip} --out ${join(root, 'run')} epochs=${epochs} batch=32 warmupEpochs=0`;
    const epoch = (text: string) => Number([...text.matchAll(/^epoch +(\d+) /gm)].at(-1)?.[1] ?? 0);
    // Every face is read once per epoch, for training or validation, except those of the test split.
    const trained = tell('train', await watched(train.split(' '), root, (text) => each * epoch(text)));
    return predicted && trained;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
