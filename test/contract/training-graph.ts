// A small training run, whole: frozen attention over patches and a prompt that learns, in ten steps of gradient descent.
import { float32, int64 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { expand } from '../../src/graph/ops/expand.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { gatherElements } from '../../src/graph/ops/gather-elements.ts';
import { layerNorm } from '../../src/graph/ops/layer-norm.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { logSoftmax } from '../../src/graph/ops/log-softmax.ts';
import { matMul } from '../../src/graph/ops/mat-mul.ts';
import { mean } from '../../src/graph/ops/mean.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { negate } from '../../src/graph/ops/negate.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { sigmoid } from '../../src/graph/ops/sigmoid.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { softmax } from '../../src/graph/ops/softmax.ts';
import { topK } from '../../src/graph/ops/top-k.ts';
import { transpose } from '../../src/graph/ops/transpose.ts';
import { input, type StoredArray, scalar, type Tensor, weight } from '../../src/graph/tensor.ts';

// Sizes: N patches, M prompt tokens, H heads, D width, C classes, R rows of a table.
const [N, M, H, D, C, R] = [5, 2, 2, 8, 3, 6];

const numbers = random(7);
const normals = (purpose: string, length: number, scale = 1): Float32Array => {
  const stream = numbers.split(purpose);
  return Float32Array.from({ length }, () => scale * stream.normal());
};

/** Frozen weights that lie one behind the other in a file in memory. */
function frozenWeights(): (name: string, ...shape: number[]) => Tensor {
  const lengths = { scale: D, bias: D, query: D * D, key: D * D, value: D * D, classes: C * D, table: R * D };
  const data = new Float32Array(Object.values(lengths).reduce((sum, length) => sum + length, 0));
  const file = { name: 'frozen.safetensors', source: new Uint8Array(data.buffer) };
  const places = new Map<string, number>();
  let begin = 0;
  for (const [name, length] of Object.entries(lengths)) {
    data.set(normals(name, length, 0.5), begin);
    places.set(name, begin);
    begin += length;
  }
  return (name, ...shape) => {
    const first = 4 * places.get(name)!;
    const bytes = 4 * shape.reduce((product, length) => product * length, 1);
    const stored: StoredArray = { name, file, type: 'float32', shape, begin: first, end: first + bytes };
    return weight(stored);
  };
}

/** Loss and gradient of the prompt [M, D] for patches [B, N, D], table rows [B] and labels [B, 1]. */
export function trainingGraph(): { loss: Tensor; gradient: Tensor } {
  const frozen = frozenWeights();
  const prompt = input('prompt', [M, D]);
  const patches = input('patches', ['B', N, D]);
  const start = reshape(gather(frozen('table', R, D), input('rows', ['B'], 'int64')), ['B', 1, D]);
  const tokens = concat([start, expand(reshape(prompt, [1, M, D]), ['B', M, D]), patches], 1);
  const normal = layerNorm(tokens, frozen('scale', D), frozen('bias', D), 1e-5);
  const T = 1 + M + N;
  const heads = (name: string) =>
    transpose(reshape(linear(normal, frozen(name, D, D), 'out-in'), ['B', T, H, D / H]), [0, 2, 1, 3]);
  const scores = multiply(matMul(heads('query'), transpose(heads('key'))), scalar((D / H) ** -0.5));
  const mixed = reshape(transpose(matMul(softmax(scores), heads('value')), [0, 2, 1, 3]), ['B', T, D]);
  const hidden = add(tokens, multiply(mixed, sigmoid(mixed)));
  const local = linear(slice(hidden, 1, 1 + M, T), frozen('classes', C, D), 'out-in');
  const best = mean(topK(transpose(local), 3).values, [-1]);
  const overall = linear(reshape(slice(hidden, 1, 0, 1), ['B', D]), frozen('classes', C, D), 'out-in');
  const logs = logSoftmax(add(overall, best));
  const loss = negate(mean(gatherElements(logs, input('labels', ['B', 1], 'int64'), 1)));
  return { loss, gradient: gradients(loss, [prompt])[0]! };
}

/** Loss before each of ten steps, and the prompt behind the last. */
export async function trainTenSteps(engine: Engine): Promise<{ losses: number[]; prompt: number[] }> {
  const program = await engine.compile(trainingGraph());
  const B = 4;
  const fixed = {
    patches: float32(normals('patches', B * N * D), [B, N, D]),
    rows: int64([0, 5, 2, 2], [B]),
    labels: int64([0, 1, 2, 1], [B, 1]),
  };
  const prompt = normals('prompt', M * D, 0.02);
  const losses: number[] = [];
  for (let step = 0; step < 10; step++) {
    const { loss, gradient } = await program.run({ ...fixed, prompt: float32(prompt, [M, D]) });
    losses.push(Number(loss.data[0]));
    for (let index = 0; index < prompt.length; index++) prompt[index]! -= 0.5 * Number(gradient.data[index]);
  }
  await program.release();
  return { losses, prompt: Array.from(prompt) };
}
