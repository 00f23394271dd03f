// One contestant of the training-step benchmark: this package. Prints its timing as JSON.
import { readFileSync } from 'node:fs';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { clipDeviation, clipMean } from '../../src/clip/preprocess.ts';
import { clipWeights } from '../../src/clip/stored-weights.ts';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { constant, input } from '../../src/graph/tensor.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { initialContext, initialVisualPrompts } from '../../src/method/initial-prompts.ts';
import { objective } from '../../src/method/objective.ts';
import { defaultMethod } from '../../src/method/options.ts';
import { clipFactor, type Floats, gradientNorm } from '../../src/nn/optim/gradient-norm.ts';
import { defaultSgd, sgdState, sgdStep } from '../../src/nn/optim/sgd.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { sizes } from './sizes.ts';
import {
  contextTokens,
  fullStop,
  hardLength,
  learningRate,
  nameTokens,
  type Request,
  type Timing,
  visualPrompts,
} from './task.ts';

const started = 0; // performance.now() counts from the start of the process
const request = JSON.parse(process.argv[2]!) as Request;
const config = sizes[request.size]!;
const bytes = readFileSync(request.weights);
const header = parseHeader(bytes, bytes.length, request.weights);
const stored = clipWeights([{ name: request.weights, source: request.weights, header }], config);
const weights = frozenWeights(stored);
const engine = nodeEngine({ threads: request.threads });
const classes = nameTokens.map((tokens, index) => ({ name: String(index), tokens }));
const { startToken, endToken } = config.text;

const sentences = classes.map((_, index) => [
  [startToken, ...Array.from({ length: hardLength - 2 }, (_, position) => 1000 + 37 * index + 11 * position), endToken],
]);
const hard = hardPrompts(weights.text, config, sentences);
const hardProgram = await engine.compile({ hardTokens: hard.tokens, hardText: hard.text });
const anchors = await hardProgram.run({});
await hardProgram.release();

const source = random(1);
const method = { ...defaultMethod, contextTokens, visualPrompts };
const context = initialContext(method, config, classes.length, source);
const visual = initialVisualPrompts(method, config, source)!;
const prompts = { context: input('context', context.shape), visual: input('visual', visual.shape) };
const batch = { pixels: input('pixels', ['B', 3, 224, 224]), targets: input('targets', ['B', classes.length]) };
const prototypes = float32(Float32Array.from({ length: classes.length * config.embedding }, source.split('p').normal), [
  classes.length,
  config.embedding,
]);
const parts = objective(
  { config, weights, classes, fullStop, scale: 100 },
  prompts,
  { hardTokens: constant(anchors.hardTokens), hardText: constant(anchors.hardText), prototypes: constant(prototypes) },
  batch,
  method,
);
const [contextSlope, visualSlope] = gradients(parts.loss, [prompts.context, prompts.visual]);
const program = await engine.compile({ loss: parts.loss, contextSlope: contextSlope!, visualSlope: visualSlope! });

const parameters = [context.data as Floats, visual.data as Floats];
const state = sgdState(parameters);
const draws = source.split('images');
const pictures = Uint8Array.from({ length: request.batch * 3 * 224 * 224 }, () => draws.integer(256));
const targets = new Float32Array(request.batch * classes.length);
for (let row = 0; row < request.batch; row++) targets[row * classes.length + (row % classes.length)] = 1;

let loss = Number.NaN;
async function step(): Promise<void> {
  const pixels = new Float32Array(pictures.length);
  for (let plane = 0; plane < request.batch * 3; plane++) {
    const [mean, deviation] = [clipMean[plane % 3]!, clipDeviation[plane % 3]!];
    for (let i = plane * 224 * 224; i < (plane + 1) * 224 * 224; i++)
      pixels[i] = (pictures[i]! / 255 - mean) / deviation;
  }
  const found = await program.run({
    context,
    visual,
    pixels: float32(pixels, [request.batch, 3, 224, 224]),
    targets: float32(targets, [request.batch, classes.length]),
  });
  const slopes = [found.contextSlope.data as Floats, found.visualSlope.data as Floats];
  sgdStep(parameters, slopes, state, defaultSgd, learningRate, clipFactor(gradientNorm(slopes), 1));
  loss = Number(found.loss.data[0]);
}

await step();
const firstStepMs = performance.now() - started;
for (let index = 0; index < request.warmup; index++) await step();
const stepMs: number[] = [];
for (let index = 0; index < request.steps; index++) {
  const begin = performance.now();
  await step();
  stepMs.push(performance.now() - begin);
}
await engine.close();
const peakMiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
console.log(JSON.stringify({ name: 'mpafer float32', firstStepMs, stepMs, peakMiB, loss } satisfies Timing));
