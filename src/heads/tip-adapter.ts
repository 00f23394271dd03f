// Tip-Adapter (arXiv 2207.09519): s x.t_c + a sum_i exp(-b (1 - x.x_i)) [y_i = c], a cache of the shots, nothing trained.
import { checkTask, type FewShotTask, type Scorer } from './few-shot-task.ts';
import { type Matrix, timesTransposed } from './matrix.ts';
import { zeroShotHead } from './zero-shot.ts';

export interface TipAdapterOptions {
  /** a; our choice without validation is 1. */
  readonly weight: number;
  /** b, sharpness; the paper starts at 1. */
  readonly sharpness: number;
}

export const defaultTipAdapter: TipAdapterOptions = { weight: 1, sharpness: 1 };

/** What a validation split chooses among; the paper's code searches the same ranges on finer grids. */
export const tipAdapterGrid: readonly TipAdapterOptions[] = [0.1, 0.3, 1, 3, 10, 30].flatMap((weight) =>
  [1, 3, 10].map((sharpness) => ({ weight, sharpness })),
);

export function tipAdapter(task: FewShotTask, { weight, sharpness }: TipAdapterOptions = defaultTipAdapter): Scorer {
  checkTask(task);
  const { features: keys, labels } = task.support;
  const texts = zeroShotHead(task);
  return (features) => addCache(texts(features), affinities(features, keys, sharpness), labels, weight);
}

/** exp(-b (1 - x.k_i)) [n, shots]. */
export function affinities(features: Matrix, keys: Matrix, sharpness: number): Matrix {
  const product = timesTransposed(features, keys);
  for (let i = 0; i < product.data.length; i++) product.data[i] = Math.exp(-sharpness * (1 - product.data[i]!));
  return product;
}

/** Adds a times the affinities of each class's shots, in place. */
export function addCache(scores: Matrix, near: Matrix, labels: readonly number[], weight: number): Matrix {
  for (let face = 0; face < scores.rows; face++) {
    for (let shot = 0; shot < near.columns; shot++) {
      scores.data[face * scores.columns + labels[shot]!]! += weight * near.data[face * near.columns + shot]!;
    }
  }
  return scores;
}
