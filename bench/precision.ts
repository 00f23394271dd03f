// The effect of int8 on a training step: cosine between int8 and float32 gradients of the prompts, layer by layer, and the loss over ten steps of both.
//   node bench/precision.ts [--models face-clip,B/32,B/16] [--batch 8] [--steps 10] [--scratch FOLDER] [--out FILE.json]
// B/32 and B/16 have random weights; any other name is a model from `mpafer models list`. Faces are synthetic.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { frozenWeights } from '../src/clip/graph-weights.ts';
import { normalise, resizeToSquare } from '../src/clip/preprocess.ts';
import { quantiseFrozen } from '../src/clip/quantise-frozen.ts';
import { float32, float32Data, type NumericArray } from '../src/core/array.ts';
import { random } from '../src/core/random.ts';
import { ofSplit } from '../src/data/dataset.ts';
import { synthetic } from '../src/data/synthetic/synthetic.ts';
import { nodeEngine } from '../src/engine/node/node-engine.ts';
import { clipFactor, type Floats, gradientNorm } from '../src/nn/optim/gradient-norm.ts';
import { defaultSgd, sgdBuffer, sgdStep } from '../src/nn/optim/sgd.ts';
import { openClip } from '../src/platform/node/models/models.ts';
import { type BenchClip, randomClip } from './training-step/random-clip.ts';
import { sizes } from './training-step/sizes.ts';
import { type StepGraph, stepGraph } from './training-step/step-graph.ts';
import { learningRate } from './training-step/task.ts';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'face-clip,B/32,B/16' },
    batch: { type: 'string', default: '8' },
    steps: { type: 'string', default: '10' },
    scratch: { type: 'string', default: join(tmpdir(), 'mpafer-bench') },
    out: { type: 'string' },
  },
});
const batch = Number(values.batch);
const engine = nodeEngine();
const results: unknown[] = [];

for (const name of values.models.split(',')) {
  const clip: BenchClip = name in sizes ? randomClip(name, values.scratch) : await openClip(name);
  const small = clip.config.text.vocabulary < 30000;
  const scale = 'logitScale' in clip ? (clip.logitScale as number) : 100;
  const options = small ? { scale, name: (index: number) => [300 + index], fullStop: 269 } : { scale };
  const graph = stepGraph(clip.config, frozenWeights(clip.weights), options);
  const feeds = await facesOf(clip, graph);
  const exact = await stepsOf(graph, graph.outputs, feeds);
  const whole = await stepsOf(graph, await quantiseFrozen(graph.outputs, clip), feeds);
  const layers = clip.config.image.layers;
  const [own, theirs] = [exact.first, whole.first];
  const length = own.visual.length / layers;
  const cosines = Array.from({ length: layers }, (_, layer) =>
    cosine(
      own.visual.subarray(layer * length, (layer + 1) * length),
      theirs.visual.subarray(layer * length, (layer + 1) * length),
    ),
  );
  const context = cosine(own.context, theirs.context);
  console.log(`\n${clip.name}, batch ${batch}`);
  console.log(
    `cosine of gradients: context ${context.toFixed(5)}, all visual prompts ${cosine(own.visual, theirs.visual).toFixed(5)}`,
  );
  console.log(`visual prompts by layer ${cosines.map((each) => each.toFixed(4)).join(' ')}`);
  console.log(
    `norms, int8 relative to float32: context ${ratio(theirs.context, own.context)}, visual ${ratio(theirs.visual, own.visual)}`,
  );
  console.log(`loss, float32 ${exact.losses.map((each) => each.toFixed(4)).join(' ')}`);
  console.log(`loss, int8    ${whole.losses.map((each) => each.toFixed(4)).join(' ')}`);
  results.push({ model: clip.name, batch, context, cosines, float32: exact.losses, int8: whole.losses });
}
await engine.close();
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(results, undefined, 2)}\n`);

interface Steps {
  readonly losses: readonly number[];
  readonly first: { readonly context: Float32Array; readonly visual: Float32Array };
}

/** Ten steps of SGD from the same start. */
async function stepsOf(
  graph: StepGraph,
  outputs: StepGraph['outputs'],
  feeds: Record<string, NumericArray>,
): Promise<Steps> {
  const program = await engine.compile(outputs);
  const [context, visual] = [graph.context, graph.visual].map((array) =>
    float32(array.data.slice() as Floats, array.shape),
  );
  const momentum = { context: sgdBuffer(context!.data), visual: sgdBuffer(visual!.data) };
  const losses: number[] = [];
  let first: Steps['first'] | undefined;
  for (let step = 0; step < Number(values.steps); step++) {
    const found = await program.run({ ...feeds, context: context!, visual: visual! });
    const slopes = { context: float32Data(found.contextSlope), visual: float32Data(found.visualSlope) };
    first ??= slopes;
    losses.push(Number(found.loss.data[0]));
    const factor = clipFactor(gradientNorm([slopes.context, slopes.visual]), 1);
    const settings = { ...defaultSgd, rate: learningRate, factor };
    sgdStep(context!.data, momentum.context, slopes.context, settings);
    sgdStep(visual!.data, momentum.visual, slopes.visual, settings);
  }
  await program.release();
  return { losses, first: first! };
}

/** One batch of synthetic faces, with labels mapped onto the task's classes. */
async function facesOf(
  { config: { image } }: BenchClip,
  { classes }: StepGraph,
): Promise<Record<string, NumericArray>> {
  const { size } = image;
  const samples = ofSplit(synthetic({ random: random(3), count: 400, size: Math.min(size, 96) }), 'train').slice(
    0,
    batch,
  );
  const pixels = new Float32Array(batch * 3 * size * size);
  const targets = new Float32Array(batch * classes);
  for (const [index, sample] of samples.entries()) {
    normalise(resizeToSquare(await sample.read(), size), pixels, { offset: index * 3 * size * size });
    targets[index * classes + (sample.label % classes)] = 1;
  }
  return { pixels: float32(pixels, [batch, 3, size, size]), targets: float32(targets, [batch, classes]) };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, left, right] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    dot += a[index]! * b[index]!;
    left += a[index]! ** 2;
    right += b[index]! ** 2;
  }
  return dot / Math.sqrt(left * right);
}

function ratio(a: Float32Array, b: Float32Array): string {
  const length = (numbers: Float32Array) => Math.sqrt(numbers.reduce((sum, each) => sum + each * each, 0));
  return (length(a) / length(b)).toFixed(4);
}
