// A contestant of the training-step benchmark: mpafer, in float32 or int8. Prints its timing as JSON.
//   node mpafer.ts REQUEST_JSON float32|int8
import { readFileSync } from 'node:fs';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import type { ClipModel } from '../../src/clip/load-clip.ts';
import { clipDeviation, clipMean } from '../../src/clip/preprocessing.ts';
import type { Precision } from '../../src/configuration/precision.ts';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { mapPrompts, promptValues } from '../../src/method/prompts.ts';
import { clipFactor, gradientNorm } from '../../src/nn/optim/gradient-norm.ts';
import { defaultSgd, sgdBuffer, sgdStep } from '../../src/nn/optim/sgd.ts';
import { wholeStep } from '../../src/train/steps/whole-step.ts';
import { trainingProgram } from '../../src/train/training-program.ts';
import { clipOfFile } from './random-clip.ts';
import { sizes } from './sizes.ts';
import { stepTask } from './step-graph.ts';
import { hardLength, learningRate, nameTokens, type Request, type Timing } from './task.ts';

const request = JSON.parse(process.argv[2]!) as Request;
const precision = (process.argv[3] ?? 'float32') as Precision;
const clip = clipOfFile(request.size, { ...sizes[request.size]!, ...imageOf(request) }, request.weights) as ClipModel;
const { config } = clip;
const weights = frozenWeights(clip.weights);
const engine = nodeEngine({ threads: request.threads });
const { startToken, endToken } = config.text;

const classes = request.classes ?? nameTokens.length;
const sentences = Array.from({ length: classes }, (_, index) => [
  [startToken, ...Array.from({ length: hardLength - 2 }, (_, position) => 1000 + 37 * index + 11 * position), endToken],
]);
const hard = hardPrompts(weights.text, config, sentences);
const hardProgram = await engine.compile({ hardTokens: hard.tokens, hardText: hard.text });
const anchors = await hardProgram.run({});
await hardProgram.release();

const { method, frozen, prototypes, context, visual } = stepTask(config, weights, request);
const task = { ...frozen, ...anchors, clip, classNames: frozen.classTokens.map(({ name }) => name), sentences: [] };
const prompts = { context, visual };
const program =
  request.microBatch === undefined
    ? await wholeStep(engine, {
        task,
        like: prompts,
        prototypes,
        options: { ...method, precision },
        weights: undefined,
        // A whole step encodes the text itself.
        encode: () => Promise.reject(new Error('not needed')),
      })
    : await trainingProgram(engine, {
        task,
        like: prompts,
        prototypes,
        options: { ...method, precision, microBatch: request.microBatch },
      });

const { size } = config.image;
const momentum = mapPrompts(prompts, ({ data }) => sgdBuffer(data));
const draws = random(1).split('images');
const pictures = Uint8Array.from({ length: request.batch * 3 * size * size }, () => draws.integer(256));
const targets = new Float32Array(request.batch * classes);
for (let row = 0; row < request.batch; row++) targets[row * classes + (row % classes)] = 1;

let loss = Number.NaN;
async function step(): Promise<void> {
  const pixels = new Float32Array(pictures.length);
  for (let plane = 0; plane < request.batch * 3; plane++) {
    const [mean, deviation] = [clipMean[plane % 3]!, clipDeviation[plane % 3]!];
    for (let i = plane * size * size; i < (plane + 1) * size * size; i++)
      pixels[i] = (pictures[i]! / 255 - mean) / deviation;
  }
  const images = float32(pixels, [request.batch, 3, size, size]);
  const { gradients, losses } = await program.step(prompts, images, float32(targets, [request.batch, classes]));
  const factor = clipFactor(gradientNorm(promptValues(gradients)), 1);
  mapPrompts(prompts, ({ data }, kind) => {
    sgdStep(data, momentum[kind]!, gradients[kind]!, { ...defaultSgd, rate: learningRate, factor });
  });
  loss = losses.loss!;
}

await step();
// performance.now() starts at 0 with the process.
const firstStepMs = performance.now();
for (let index = 0; index < request.warmup; index++) await step();
const stepMs: number[] = [];
const cpuMs: number[] = [];
for (let index = 0; index < request.steps; index++) {
  const begin = performance.now();
  const used = process.cpuUsage();
  await step();
  stepMs.push(performance.now() - begin);
  const { user, system } = process.cpuUsage(used);
  cpuMs.push((user + system) / 1000);
}
await engine.close();
const peakMiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
console.log(
  JSON.stringify({ name: `mpafer ${precision}`, firstStepMs, stepMs, cpuMs, peakMiB, loss } satisfies Timing),
);

/** The same tower for images of another size: more patches, or fewer. */
function imageOf({ size, side }: Request) {
  return side === undefined ? {} : { image: { ...sizes[size]!.image, size: side } };
}
