// One contestant of the training-step benchmark: this package, in float32 or int8. Prints its timing as JSON.
//   node mpafer.ts REQUEST_JSON float32|int8
import { readFileSync } from 'node:fs';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { clipDeviation, clipMean } from '../../src/clip/preprocess.ts';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { clipFactor, type Floats, gradientNorm } from '../../src/nn/optim/gradient-norm.ts';
import { defaultSgd, sgdState, sgdStep } from '../../src/nn/optim/sgd.ts';
import { inPrecision, type Precision } from '../../src/train/precision.ts';
import { clipOfFile } from './random-clip.ts';
import { sizes } from './sizes.ts';
import { stepGraph } from './step-graph.ts';
import { hardLength, learningRate, nameTokens, type Request, type Timing } from './task.ts';

const request = JSON.parse(process.argv[2]!) as Request;
const precision = (process.argv[3] ?? 'float32') as Precision;
const clip = clipOfFile(request.size, { ...sizes[request.size]!, ...imageOf(request) }, request.weights);
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

const { outputs, context, visual } = stepGraph(config, weights, request, anchors);
const program = await engine.compile(await inPrecision(precision, clip, outputs));

const { size } = config.image;
const parameters = [context.data as Floats, visual.data as Floats];
const state = sgdState(parameters);
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
  const found = await program.run({
    context,
    visual,
    pixels: float32(pixels, [request.batch, 3, size, size]),
    targets: float32(targets, [request.batch, classes]),
  });
  const slopes = [found.contextSlope.data as Floats, found.visualSlope.data as Floats];
  sgdStep(parameters, slopes, state, defaultSgd, learningRate, clipFactor(gradientNorm(slopes), 1));
  loss = Number(found.loss.data[0]);
}

await step();
// performance.now() counts from the start of the process.
const firstStepMs = performance.now();
for (let index = 0; index < request.warmup; index++) await step();
const stepMs: number[] = [];
for (let index = 0; index < request.steps; index++) {
  const begin = performance.now();
  await step();
  stepMs.push(performance.now() - begin);
}
await engine.close();
const peakMiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
console.log(JSON.stringify({ name: `mpafer ${precision}`, firstStepMs, stepMs, peakMiB, loss } satisfies Timing));

/** The same tower on pictures of another side: more patches, or fewer. */
function imageOf({ size, side }: Request) {
  return side === undefined ? {} : { image: { ...sizes[size]!.image, size: side } };
}
