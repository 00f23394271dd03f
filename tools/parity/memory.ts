// `node tools/parity/memory.ts FOLDER [FOLDER ...]`: peak memory of a process that loads a CLIP, relative to its weights in float32.
// Linux only: the kernel's peak resident size (VmHWM), each measured in a separate process.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { imageTower } from '../../src/clip/image-tower.ts';
import { type ClipModel, loadClip } from '../../src/clip/load-clip.ts';
import { textTower } from '../../src/clip/text-tower.ts';
import { listWeights } from '../../src/clip/weights.ts';
import { float32, int64, sizeOf } from '../../src/core/array.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { defaultMethod } from '../../src/method/options.ts';
import { cosines } from '../../src/nn/cosine.ts';
import { openModelFolder } from '../../src/platform/node/models/model-folder.ts';
import { recogniserProgram } from '../../src/recognise/recogniser-program.ts';

type Load = (engine: Engine, clip: ClipModel) => Promise<void>;

/** What to load and run once on one image and two texts. */
const loads: Readonly<Record<string, Load>> = {
  'the header only': async () => {},
  'the recogniser, after a digest of the file': async (engine, clip) => {
    await clip.digest();
    const { image, embedding } = clip.config;
    const classifier = { text: ones([7, embedding]), visual: ones([image.layers, 8, image.width]) };
    const program = await recogniserProgram(engine, clip, { like: classifier, options: defaultMethod, scale: 100 });
    await program.run(ones([1, 3, image.size, image.size]), classifier);
  },
  'both towers': (engine, clip) => runTowers(engine, clip, false),
  'both towers and gradients to prompts': (engine, clip) => runTowers(engine, clip, true),
};

const ones = (shape: readonly number[]) => float32(new Float32Array(sizeOf(shape)).fill(0.1), shape);

async function runTowers(engine: Engine, { config, weights }: ClipModel, train: boolean): Promise<void> {
  const frozen = frozenWeights(weights);
  const { image, text } = config;
  const length = 32;
  const pixels = input('pixels', ['B', 3, image.size, image.size]);
  const prompts = input('prompts', [image.layers, 8, image.width]);
  const words = input('words', [2, length, text.width]);
  const similarity = cosines(
    imageTower(frozen.image, config, pixels, prompts).global,
    textTower(frozen.text, config, words, constant(int64([length - 1, 2 * length - 1], [2]))),
  );
  const [toPrompts, toWords] = gradients(reduceSum(similarity, [0, 1]), [prompts, words]);
  const outputs: Readonly<Record<string, Tensor>> = train
    ? { toPrompts: toPrompts!, toWords: toWords! }
    : { similarity };
  const program = await engine.compile(outputs);
  await program.run({
    pixels: ones([1, 3, image.size, image.size]),
    prompts: ones(prompts.shape as number[]),
    words: ones(words.shape as number[]),
  });
}

/** In a child process: loads, and prints peak memory and the size of the weights, in bytes. */
async function measure(folder: string, name: string): Promise<void> {
  const clip = await loadClip(await openModelFolder(folder));
  const engine = nodeEngine();
  await loads[name]!(engine, clip);
  const peak = 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
  await engine.close();
  const weights = listWeights(clip.weights).reduce((sum, [, { shape }]) => sum + 4 * sizeOf(shape), 0);
  console.log(JSON.stringify({ peak, weights }));
}

const [first, ...rest] = process.argv.slice(2);
if (first === undefined) {
  console.error('Usage: node tools/parity/memory.ts FOLDER [FOLDER ...], each with a CLIP');
  process.exitCode = 2;
} else if (first === '--child') {
  await measure(rest[0]!, rest[1]!);
} else {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`.padStart(8);
  for (const folder of [first, ...rest]) {
    console.log(folder);
    for (const name of Object.keys(loads)) {
      const script = fileURLToPath(import.meta.url);
      const output = execFileSync(process.execPath, [script, '--child', folder, name], { encoding: 'utf8' });
      const { peak, weights } = JSON.parse(output) as { peak: number; weights: number };
      console.log(`  ${name.padEnd(44)} ${megabytes(peak)} = ${(peak / weights).toFixed(2)} x ${megabytes(weights)}`);
    }
  }
}
