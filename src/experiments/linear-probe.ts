// The linear probe, a standard baseline for frozen models: multinomial logistic regression on their features.
import { argmax } from '../core/argmax.ts';
import { float32, float32Data, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { fixed } from '../core/shape.ts';
import type { Engine } from '../engine/engine.ts';
import { gradients } from '../graph/gradients.ts';
import { add } from '../graph/ops/add.ts';
import { linear } from '../graph/ops/linear.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { reduceSum } from '../graph/ops/reduce-sum.ts';
import { input, scalar } from '../graph/tensor.ts';
import { crossEntropy } from '../nn/cross-entropy.ts';
import { adamwState, adamwStep, defaultAdamw } from '../nn/optim/adamw.ts';

export interface LabelledFeatures {
  /** [n, E] */
  readonly features: NumericArray;
  readonly labels: readonly number[];
}

export interface LinearProbe {
  /** Scores [n, C] of some features. */
  logits(features: NumericArray): Float32Array;
  /** Chosen on the validation features. */
  readonly penalty: number;
}

const penalties = [1e-4, 1e-3, 1e-2, 1e-1];
const steps = 400;

/**
 * Fits a probe to training features of length sqrt(E) for each of several L2 penalties, and keeps the one with the highest
 * validation accuracy (the strongest penalty among equals).
 *
 * @param penalty the only one, if it is not to be chosen; `valid` is then ignored
 * @throws MpaferError `data` when the validation split, on which the penalty is chosen, is empty
 */
export async function linearProbe(
  engine: Engine,
  train: LabelledFeatures,
  valid: LabelledFeatures,
  classes: number,
  penalty?: number,
): Promise<LinearProbe> {
  if (penalty === undefined && valid.labels.length === 0) {
    throw new MpaferError(
      'data',
      'Cannot fit a linear probe: the validation split is empty; its faces are needed to choose the penalty',
    );
  }
  const width = train.features.shape[1]!;
  const x = input('x', ['B', width]);
  const matrix = input('matrix', [classes, width]);
  const bias = input('bias', [classes]);
  const strengthOf = input('penalty', []);
  const fit = crossEntropy(linear(x, matrix, 'out-in', bias), input('targets', ['B', classes]));
  const loss = add(fit, multiply(multiply(strengthOf, scalar(0.5)), reduceSum(multiply(matrix, matrix))));
  const [matrixSlope, biasSlope] = gradients(loss, [matrix, bias]);
  const program = await engine.compile({ matrixSlope: matrixSlope!, biasSlope: biasSlope! });

  const scaled = unitRows(train.features);
  const targets = new Float32Array(train.labels.length * classes);
  train.labels.forEach((label, row) => {
    targets[row * classes + label] = 1;
  });
  const feeds = { x: scaled, targets: float32(targets, [train.labels.length, classes]) };
  const checked = unitRows(valid.features);
  let best: { right: number; weights: Weights; penalty: number } | undefined;
  for (const strength of penalty === undefined ? penalties.toReversed() : [penalty]) {
    const weights = { matrix: new Float32Array(classes * width), bias: new Float32Array(classes) };
    const parameters = [weights.matrix, weights.bias];
    const state = adamwState(parameters);
    for (let step = 0; step < steps; step++) {
      const found = await program.run({
        ...feeds,
        matrix: float32(weights.matrix, [classes, width]),
        bias: float32(weights.bias, [classes]),
        penalty: float32([strength], []),
      });
      const slopes = [float32Data(found.matrixSlope), float32Data(found.biasSlope)];
      const rate = 0.05 * (1 + Math.cos((Math.PI * step) / steps));
      adamwStep(parameters, slopes, state, { ...defaultAdamw, rate, decays: [0, 0] });
    }
    const logits = apply(weights, checked, classes);
    const right = valid.labels.filter(
      (label, row) => argmax(logits.subarray(row * classes, (row + 1) * classes)) === label,
    ).length;
    if (best === undefined || right > best.right) best = { right, weights, penalty: strength };
  }
  await program.release();
  const { weights, penalty: chosen } = best!;
  return { logits: (features) => apply(weights, unitRows(features), classes), penalty: chosen };
}

interface Weights {
  readonly matrix: Float32Array;
  readonly bias: Float32Array;
}

/** Scales rows to length sqrt(E), so that coordinates are about 1 at any width. */
function unitRows({ data, shape }: NumericArray): NumericArray<'float32'> {
  const [rows, width] = [fixed(shape, 0), fixed(shape, 1)];
  const scaled = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += Number(data[row * width + i]) ** 2;
    const factor = Math.sqrt(width / Math.max(sum, Number.MIN_VALUE));
    for (let i = 0; i < width; i++) scaled[row * width + i] = Number(data[row * width + i]) * factor;
  }
  return float32(scaled, [rows, width]);
}

function apply(
  { matrix, bias }: Weights,
  { data: values, shape }: NumericArray<'float32'>,
  classes: number,
): Float32Array {
  const [rows, width] = [fixed(shape, 0), fixed(shape, 1)];
  const logits = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    for (let label = 0; label < classes; label++) {
      let sum = bias[label]!;
      for (let i = 0; i < width; i++) sum += matrix[label * width + i]! * values[row * width + i]!;
      logits[row * classes + label] = sum;
    }
  }
  return logits;
}
