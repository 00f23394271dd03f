// One rank of the benchmark of many machines: training steps of a published size with random weights. The first rank prints a line of JSON.
//   mpirun -n N node bench/machines/rank.ts REQUEST, which is JSON as a part of an address
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import type { ClipModel } from '../../src/clip/load-clip.ts';
import { float32 } from '../../src/core/array.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { hardPrompts } from '../../src/method/hard-prompt.ts';
import { joinTeam } from '../../src/platform/node/mpi/join-team.ts';
import { localStep } from '../../src/train/steps/local-step.ts';
import { sharedStep } from '../../src/train/steps/shared-step.ts';
import { trainingProgram } from '../../src/train/training-program.ts';
import { clipOfFile } from '../training-step/random-clip.ts';
import { sizes } from '../training-step/sizes.ts';
import { stepTask } from '../training-step/step-graph.ts';
import { hardLength, nameTokens } from '../training-step/task.ts';

export interface RankRequest {
  readonly size: string;
  /** Path of the random weights. */
  readonly weights: string;
  readonly batch: number;
  readonly microBatch: number;
  readonly threads: number;
  readonly steps: number;
}

export interface RankResult {
  readonly ranks: number;
  /** Milliseconds of each step, the first left out. */
  readonly stepMs: readonly number[];
  /** Milliseconds of an exchange of what a step exchanges, without computing. */
  readonly exchangeMs: readonly number[];
  /** Bytes that each rank gave to it. */
  readonly exchangeBytes: number;
  /** Of the last step: equal for all numbers of ranks. */
  readonly loss: number;
}

const request = JSON.parse(decodeURIComponent(process.argv[2]!)) as RankRequest;
const { team } = await joinTeam();
const clip = clipOfFile(request.size, sizes[request.size]!, request.weights) as ClipModel;
const { config } = clip;
const weights = frozenWeights(clip.weights);
const engine = nodeEngine({ threads: request.threads });
const { startToken, endToken } = config.text;
const classes = nameTokens.length;
const sentences = Array.from({ length: classes }, (_, index) => [
  [startToken, ...Array.from({ length: hardLength - 2 }, (_, position) => 1000 + 37 * index + 11 * position), endToken],
]);
const hard = hardPrompts(weights.text, config, sentences);
const hardProgram = await engine.compile({ hardTokens: hard.tokens, hardText: hard.text });
const anchors = await hardProgram.run({});
await hardProgram.release();
const { method, frozen, prototypes, context, visual } = stepTask(config, weights);
const task = { ...frozen, ...anchors, clip, classNames: frozen.classTokens.map(({ name }) => name), sentences: [] };
const prompts = { context, visual };
const program = await trainingProgram(engine, {
  task,
  like: prompts,
  prototypes,
  options: { ...method, precision: 'float32', microBatch: request.microBatch },
  step: team.size > 1 ? sharedStep(team) : localStep,
});

const side = config.image.size;
const pixels = Float32Array.from({ length: request.batch * 3 * side * side }, (_, at) => Math.sin(at));
const targets = new Float32Array(request.batch * classes);
for (let row = 0; row < request.batch; row++) targets[row * classes + (row % classes)] = 1;
const images = float32(pixels, [request.batch, 3, side, side]);
const labels = float32(targets, [request.batch, classes]);

const stepMs: number[] = [];
let loss = Number.NaN;
for (let at = -1; at < request.steps; at++) {
  await team.gather(new Uint8Array(1));
  const begin = performance.now();
  const step = await program.step(prompts, images, labels);
  if (at >= 0) stepMs.push(performance.now() - begin);
  loss = step.losses.loss!;
}

const slots = Math.ceil(Math.ceil(request.batch / request.microBatch) / team.size);
/** A part gives the gradients of text features and visual prompts; losses and scores are few. */
const exchangeBytes = 4 * slots * (visual.data.length + classes * config.embedding);
const exchangeMs: number[] = [];
const block = new Uint8Array(exchangeBytes);
for (let at = 0; at < 20; at++) {
  const begin = performance.now();
  await team.gather(block);
  exchangeMs.push(performance.now() - begin);
}
await engine.close();
await team.end();
if (team.rank === 0) {
  console.log(JSON.stringify({ ranks: team.size, stepMs, exchangeMs, exchangeBytes, loss } satisfies RankResult));
}
