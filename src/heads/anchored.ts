// The anchored head: class vectors w_c of unit length that start at the texts and are held to them by a tie.
// They minimise mean over classes of the mean of -log softmax(s x.w / |w|) + tie sum_c |w_c - t_c|^2 by full gradient steps.
// CLAP's idea (arXiv 2312.12730) with three differences: similarities stay cosines, so that the vectors are texts to any program;
// classes count the same however many shots they have; and the tie is an argument, which `choose-tie.ts` sets by held-out shots.
import { balancedWeights, scoreGradient, weightsByClass } from './cross-entropy.ts';
import { checkTask, type FewShotTask, shotCounts } from './few-shot-task.ts';
import {
  copy,
  dot,
  largestEigenvalue,
  type Matrix,
  normalise,
  row,
  timesTransposed,
  transposedTimes,
  zeros,
} from './matrix.ts';

/** Ties from strong to weak: the first holds the vectors next to the texts, the last hardly at all. */
export const ties: readonly number[] = [30, 10, 3, 1, 0.3, 0.1, 0.03];

/** Where the shots cannot tell, with one or two a class: see docs/few-shots.md. */
export const defaultTie = 1;

/** Steps at each tie. Each tie starts where the stronger one before it ended. */
const pathSteps = 40;

/** Class vectors [C, E] of unit length at each of `ties` that is stronger than `last`, and at `last`. */
export function anchoredPath(
  task: FewShotTask,
  { last = ties.at(-1)!, lastSteps = pathSteps, classWeights }: PathOptions = {},
): readonly Matrix[] {
  checkTask(task);
  const { texts, scale, support } = task;
  const { labels } = support;
  const weights = classWeights ? weightsByClass(labels, classWeights) : balancedWeights(labels, shotCounts(task));
  // The curvature of the cross-entropy is at most half of that of its scores.
  const curvature = (scale * scale * largestEigenvalue(support.features, weights)) / 2;
  const vectors = copy(texts);
  return [...ties.filter((tie) => tie > last), last].map((tie) => {
    const steps = tie === last ? lastSteps : pathSteps;
    descend(vectors, task, weights, { tie, rate: 1 / (curvature + 2 * tie), steps });
    return unit(vectors);
  });
}

interface PathOptions {
  readonly last?: number;
  /** Steps at the last tie, 40 by default. */
  readonly lastSteps?: number | undefined;
  /** How much a shot of each class counts; by default classes count the same, however many shots they have. */
  readonly classWeights?: readonly number[] | undefined;
}

/** Class vectors [C, E] of unit length. @param tie 0 or more @param lastSteps steps at that tie */
export const anchored = (
  task: FewShotTask,
  tie: number = defaultTie,
  { classWeights, lastSteps }: Omit<PathOptions, 'last'> = {},
): Matrix => anchoredPath(task, { last: tie, lastSteps, classWeights }).at(-1)!;

function descend(
  vectors: Matrix,
  { texts, scale, support }: FewShotTask,
  weights: Float64Array,
  { tie, rate, steps }: { readonly tie: number; readonly rate: number; readonly steps: number },
): void {
  const momentum = zeros(vectors.rows, vectors.columns);
  for (let step = 0; step < steps; step++) {
    const directions = copy(vectors);
    const lengths = Array.from({ length: vectors.rows }, (_, c) => normalise(row(directions, c)));
    const slopes = scoreGradient(timesTransposed(support.features, directions, scale), support.labels, weights);
    const gradient = transposedTimes(slopes, support.features);
    for (let c = 0; c < vectors.rows; c++) {
      const [own, direction, speed] = [row(gradient, c), row(directions, c), row(momentum, c)];
      const [vector, text] = [row(vectors, c), row(texts, c)];
      // What changes the length of a vector does not change its cosines.
      const along = dot(own, direction);
      for (let i = 0; i < own.length; i++) {
        const slope = (scale * (own[i]! - along * direction[i]!)) / lengths[c]! + 2 * tie * (vector[i]! - text[i]!);
        speed[i] = 0.9 * speed[i]! + slope;
        vector[i]! -= rate * speed[i]!;
      }
    }
  }
}

function unit(vectors: Matrix): Matrix {
  const directions = copy(vectors);
  for (let c = 0; c < directions.rows; c++) normalise(row(directions, c));
  return directions;
}
