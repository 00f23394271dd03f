// Every operator in every situation that could break it: a name, under which PyTorch's values are kept, and our graph.
import { absolute } from '../../src/graph/ops/absolute.ts';
import { add } from '../../src/graph/ops/add.ts';
import { cast } from '../../src/graph/ops/cast.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { contractRows } from '../../src/graph/ops/contract-rows.ts';
import { divide } from '../../src/graph/ops/divide.ts';
import { equal } from '../../src/graph/ops/equal.ts';
import { erf } from '../../src/graph/ops/erf.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { expand } from '../../src/graph/ops/expand.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { gatherElements } from '../../src/graph/ops/gather-elements.ts';
import { greater } from '../../src/graph/ops/greater.ts';
import { layerNorm, layerNormOperator } from '../../src/graph/ops/layer-norm.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { log } from '../../src/graph/ops/log.ts';
import { logSoftmax } from '../../src/graph/ops/log-softmax.ts';
import { matMul } from '../../src/graph/ops/mat-mul.ts';
import { mean } from '../../src/graph/ops/mean.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { negate } from '../../src/graph/ops/negate.ts';
import { gatherNeighbours, neighbours } from '../../src/graph/ops/neighbours.ts';
import { pad } from '../../src/graph/ops/pad.ts';
import { reduceMax } from '../../src/graph/ops/reduce-max.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { scaled } from '../../src/graph/ops/scaled.ts';
import { scatterAdd } from '../../src/graph/ops/scatter-add.ts';
import { scatterElements } from '../../src/graph/ops/scatter-elements.ts';
import { sigmoid } from '../../src/graph/ops/sigmoid.ts';
import { sign } from '../../src/graph/ops/sign.ts';
import { silu, siluOperator } from '../../src/graph/ops/silu.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { softmax } from '../../src/graph/ops/softmax.ts';
import { sqrt } from '../../src/graph/ops/sqrt.ts';
import { subtract } from '../../src/graph/ops/subtract.ts';
import { sumTo } from '../../src/graph/ops/sum-to.ts';
import { tanh } from '../../src/graph/ops/tanh.ts';
import { topK } from '../../src/graph/ops/top-k.ts';
import { transpose } from '../../src/graph/ops/transpose.ts';
import { where } from '../../src/graph/ops/where.ts';
import { zeros } from '../../src/graph/ops/zeros.ts';
import { applyAll, type Tensor } from '../../src/graph/tensor.ts';

export interface OperatorCase {
  /** Name of the case in `test/golden/ops/ops.json`. */
  readonly name: string;
  readonly build: (...inputs: Tensor[]) => Tensor;
  /** Inputs whose first axis is declared as the batch. */
  readonly batched?: readonly number[];
  /** Why finite differences say nothing here: a corner, a function that is flat to the last bit, or steps between numbers. */
  readonly notSmooth?: 'corner' | 'flat' | 'step';
}

type Binary = (a: Tensor, b: Tensor) => Tensor;

/** The situations of two inputs that stretch to each other. */
const stretched = (operator: string, build: Binary): OperatorCase[] => [
  { name: `${operator}, equal shapes`, build },
  { name: `${operator}, a row stretched over rows`, build, batched: [0] },
  { name: `${operator}, a column stretched over columns`, build, batched: [0, 1] },
  { name: `${operator}, both sides stretched`, build },
  { name: `${operator}, a scalar on the left`, build },
  { name: `${operator}, a scalar on the right`, build, batched: [0] },
  { name: `${operator}, two scalars`, build },
  { name: `${operator}, batch one`, build, batched: [0, 1] },
  { name: `${operator}, rank 5`, build },
];

const logits = (operator: string, build: (x: Tensor) => Tensor): OperatorCase[] => [
  { name: `${operator}, rows`, build, batched: [0] },
  { name: `${operator}, rank 1`, build },
  { name: `${operator}, rank 4`, build },
  { name: `${operator}, batch one`, build, batched: [0] },
  { name: `${operator}, one class`, build, notSmooth: 'flat' },
  { name: `${operator}, constant rows`, build },
  { name: `${operator}, logits of 10000`, build },
  { name: `${operator}, one logit far above`, build, notSmooth: 'flat' },
];

const norm = (x: Tensor, scale: Tensor, bias: Tensor): Tensor => layerNorm(x, scale, bias, 1e-5);
const statistic = (output: number) => (x: Tensor, scale: Tensor, bias: Tensor) =>
  applyAll(layerNormOperator, [x, scale, bias], { epsilon: 1e-5 })[output]!;

type Reduction = (x: Tensor, axes?: readonly number[], keep?: boolean) => Tensor;

const reductions = (operator: string, build: Reduction): OperatorCase[] => [
  { name: `${operator}, all axes`, build: (x) => build(x, [0, 1]) },
  { name: `${operator}, the last axis`, build: (x) => build(x, [-1]), batched: [0] },
  { name: `${operator}, the first axis, kept`, build: (x) => build(x, [0], true) },
  { name: `${operator}, two axes of rank 5`, build: (x) => build(x, [1, 3]), batched: [0] },
  { name: `${operator}, no axes`, build: (x) => build(x, []) },
  { name: `${operator}, over the batch`, build: (x) => build(x, [0]), batched: [0] },
];

const products = [
  'two matrices',
  'one row, one column',
  'inner length one',
  'a batch of matrices',
  'a batch times one matrix',
  'one matrix times a batch',
  'leading axes stretched on both sides',
  'rank 5',
].map((kind): OperatorCase => ({ name: `matMul, ${kind}`, build: matMul }));

const ranks = ['rank 1', 'rank 2', 'rank 3', 'rank 4'].flatMap((rank): OperatorCase[] => {
  const batched = rank === 'rank 1' ? [] : [0];
  return [
    { name: `linear out-in, ${rank}`, build: (x, matrix) => linear(x, matrix, 'out-in'), batched },
    { name: `linear in-out, ${rank}`, build: (x, matrix) => linear(x, matrix, 'in-out'), batched },
    {
      name: `linear out-in with a bias, ${rank}`,
      build: (x, matrix, bias) => linear(x, matrix, 'out-in', bias),
      batched,
    },
    {
      name: `linear in-out with a bias, ${rank}`,
      build: (x, matrix, bias) => linear(x, matrix, 'in-out', bias),
      batched,
    },
    { name: `contractRows, ${rank}`, build: contractRows, batched: rank === 'rank 1' ? [] : [0, 1] },
  ];
});

export const operatorCases: readonly OperatorCase[] = [
  ...stretched('add', add),
  ...stretched('multiply', multiply),
  ...stretched('subtract', subtract),
  ...stretched('divide', divide),
  { name: 'greater, ties and a stretched row', build: greater, batched: [0] },
  { name: 'greater, whole numbers', build: greater },
  { name: 'equal, ties and a stretched row', build: equal, batched: [0] },
  { name: 'equal, whole numbers', build: equal },
  { name: 'where, all of one shape', build: where, batched: [0, 1, 2] },
  { name: 'where, all three stretched', build: where },
  { name: 'where, a scalar on either side', build: where, batched: [0] },
  { name: 'where, rank 5', build: where },

  { name: 'absolute', build: absolute, batched: [0] },
  { name: 'absolute, at zero', build: absolute, notSmooth: 'corner' },
  { name: 'sign, zero among them', build: sign },
  { name: 'negate', build: negate },
  { name: 'exp', build: exp },
  { name: 'exp, far below and above', build: exp },
  { name: 'log', build: log },
  { name: 'log, near zero and large', build: log, notSmooth: 'step' },
  { name: 'sqrt', build: sqrt },
  { name: 'sqrt, near zero', build: sqrt, notSmooth: 'step' },
  { name: 'sigmoid', build: sigmoid },
  { name: 'silu', build: silu, batched: [0] },
  { name: 'silu, saturated', build: silu, notSmooth: 'flat' },
  { name: "silu's sigmoid", build: (x) => applyAll(siluOperator, [x])[1]! },
  { name: 'sigmoid, saturated', build: sigmoid, notSmooth: 'flat' },
  { name: 'tanh', build: tanh },
  { name: 'tanh, saturated', build: tanh, notSmooth: 'flat' },
  { name: 'erf', build: erf, batched: [0] },
  { name: 'erf, from nothing to saturated', build: erf },
  { name: 'cast, to half precision and back', build: (x) => cast(cast(x, 'float16'), x.type), notSmooth: 'step' },
  { name: 'cast, truth values to numbers', build: (x) => cast(x, 'float64') },
  { name: 'cast, whole numbers to numbers', build: (x) => cast(x, 'float64') },

  ...logits('softmax', softmax),
  ...logits('logSoftmax', logSoftmax),
  { name: 'layerNorm, rows', build: norm, batched: [0] },
  { name: 'layerNorm, rank 1', build: norm },
  { name: 'layerNorm, rank 4', build: norm, batched: [0] },
  { name: 'layerNorm, batch one', build: norm, batched: [0] },
  { name: 'layerNorm, width one', build: norm, notSmooth: 'flat' },
  { name: 'layerNorm, rows of tiny variance', build: norm },
  { name: 'layerNorm, rows of vanishing variance', build: norm },
  { name: 'layerNorm, tiny variance far from zero', build: norm },
  { name: 'layerNorm, constant rows', build: norm },
  { name: "layerNorm's mean", build: statistic(1) },
  { name: "layerNorm's inverse deviation", build: statistic(2) },

  ...reductions('reduceSum', reduceSum),
  ...reductions('reduceMax', (x, axes = [], keep = false) => reduceMax(x, axes, keep)),
  ...reductions('mean', mean),
  { name: 'reduceMax, ties share the gradient', build: (x) => reduceMax(x, [-1]), notSmooth: 'corner' },
  { name: 'mean, batch and rows at once', build: (x) => mean(x), batched: [0] },
  { name: 'mean, batch of one', build: (x) => mean(x), batched: [0] },

  ...products,
  ...ranks,
  {
    name: 'linear of a multiple',
    build: (x, matrix, bias) => linear(scaled(x, 0.375), matrix, 'out-in', bias),
    batched: [0],
  },
  { name: 'linear of a multiple, without a bias', build: (x, matrix) => linear(scaled(x, -2), matrix, 'in-out') },
  {
    name: 'a multiple of linear',
    build: (x, matrix, bias) => scaled(linear(x, matrix, 'out-in', bias), 1.5),
    batched: [0],
  },
  {
    name: 'a multiple of linear of a multiple',
    build: (x, matrix, bias) => scaled(linear(scaled(x, 0.25), matrix, 'in-out', bias), 1.5),
  },
  {
    name: 'linear, every row against every row of the batch',
    build: (x, matrix) => linear(x, matrix, 'out-in'),
    batched: [0, 1],
  },

  { name: 'reshape, axes merged', build: (x) => reshape(x, [2, 6]) },
  { name: 'reshape, axes split', build: (x) => reshape(x, [2, 2, 1, 3]) },
  { name: 'reshape, a scalar to rank 5', build: (x) => reshape(x, [1, 1, 1, 1, 1]) },
  { name: 'reshape, the batch kept', build: (x) => reshape(x, ['B', 2, 2]), batched: [0] },
  { name: 'transpose, the last two axes', build: (x) => transpose(x) },
  { name: 'transpose, three axes turned', build: (x) => transpose(x, [2, 0, 1]), batched: [0] },
  { name: 'transpose, rank 5', build: (x) => transpose(x, [4, 2, 0, 1, 3]) },
  { name: 'transpose, rank 1', build: (x) => transpose(x, [0]) },
  { name: 'expand, a row', build: (x) => expand(x, [2, 3]) },
  { name: 'expand, a scalar', build: (x) => expand(x, [2, 3]) },
  { name: 'expand, two axes of rank 5', build: (x) => expand(x, [2, 2, 1, 3, 2]) },
  { name: 'expand, over the batch', build: (x, y) => multiply(expand(x, ['B', 2]), y), batched: [1] },
  { name: 'concat, rows', build: (...tensors) => concat(tensors, 0) },
  { name: 'concat, three along the last axis', build: (...tensors) => concat(tensors, -1), batched: [0, 1, 2] },
  { name: 'concat, rank 1', build: (...tensors) => concat(tensors, 0) },
  { name: 'concat, rank 4', build: (...tensors) => concat(tensors, 2) },
  { name: 'concat, one tensor twice', build: (x) => concat([x, x], 1) },
  { name: 'slice, rows', build: (x) => slice(x, 0, 1, 3) },
  { name: 'slice, the last axis from its begin', build: (x) => slice(x, -1, 0, 2), batched: [0] },
  { name: 'slice, one element of the middle axis', build: (x) => slice(x, 1, 1, 2) },
  { name: 'pad, rows before and behind', build: (x) => pad(x, 0, 1, 2) },
  { name: 'pad, the last axis before', build: (x) => pad(x, -1, 2, 0), batched: [0] },
  { name: 'neighbours, two maps', build: neighbours, batched: [0] },
  { name: 'neighbours, a single place', build: neighbours },
  { name: 'neighbours, a convolution', build: (x, w) => linear(neighbours(x), w, 'out-in'), batched: [0] },
  { name: 'gatherNeighbours, two maps', build: gatherNeighbours, batched: [0] },
  { name: 'gatherNeighbours, a single row', build: gatherNeighbours },
  { name: 'zeros, added to', build: (x) => add(x, zeros(['B', 3], x.type)), batched: [0] },
  { name: 'sumTo, rows and a kept axis', build: (x) => sumTo(x, [2, 1]), batched: [0] },

  { name: 'gather, rows, one of them twice', build: gather, batched: [1] },
  { name: 'gather, indices of rank 2', build: gather },
  { name: 'gather, a single row', build: gather },
  { name: 'gather, elements of a vector', build: gather },
  { name: 'gather, rows of rank 3', build: gather, batched: [0] },
  { name: 'gather, from one row', build: gather },
  { name: 'gatherElements, the last axis', build: (x, i) => gatherElements(x, i, -1), batched: [0, 1] },
  { name: 'gatherElements, the first axis', build: (x, i) => gatherElements(x, i, 0) },
  { name: 'gatherElements, rank 3', build: (x, i) => gatherElements(x, i, 2) },
  { name: 'scatterElements, one place twice', build: (i, values) => scatterElements(i, values, [3, 4], -1) },
  { name: 'scatterAdd, one row twice', build: (i, rows) => scatterAdd(i, rows, [4, 2]) },
  { name: 'scatterAdd, indices of rank 2', build: (i, rows) => scatterAdd(i, rows, [4, 2]) },
  { name: 'topK values, two of five', build: (x) => topK(x, 2).values, batched: [0] },
  { name: 'topK values, all', build: (x) => topK(x, 4).values },
  { name: 'topK values, one of rank 3', build: (x) => topK(x, 1).values },
  { name: 'topK values, ties', build: (x) => topK(x, 2).values, notSmooth: 'corner' },
  { name: 'topK values, one class', build: (x) => topK(x, 1).values, batched: [0] },
  { name: 'topK indices, two of five', build: (x) => topK(x, 2).indices },
  { name: 'topK indices, ties', build: (x) => topK(x, 4).indices },
];
