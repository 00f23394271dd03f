// Three ways to take patches from a face. A result that holds in one way only is about that way.
import type { Random } from '../../core/random.ts';
import { imputeLinear } from './road.ts';

/** `tokens` leaves tokens out, `road` imputes them from their neighbours, `mean` paints them with the face's mean colour. */
export const removals = ['tokens', 'road', 'mean'] as const;

export type Removal = (typeof removals)[number];

export const removalNames: Readonly<Record<Removal, string>> = {
  tokens: 'tokens left out',
  road: 'imputed (ROAD)',
  mean: 'mean colour',
};

/** The network's input for a face without some patches. */
export interface RemovedFace {
  /** [3, S, S] */
  readonly pixels: Float32Array;
  /** [N], 1 for a token that is there. */
  readonly keep: Float32Array;
}

/**
 * @param pixels [3, S, S], normalised
 * @param kept [N], 1 for a patch that stays
 * @param noise of the imputation
 */
export function withoutPatches(removal: Removal, pixels: Float32Array, kept: Float32Array, noise: Random): RemovedFace {
  if (removal === 'tokens') return { pixels, keep: kept };
  const keep = new Float32Array(kept.length).fill(1);
  const side = Math.sqrt(pixels.length / 3);
  const removed = removedPixels(kept, side);
  const changed = pixels.slice();
  if (removal === 'road') imputeLinear(changed, side, removed, { cell: side / Math.sqrt(kept.length), noise });
  else paintMean(changed, side, removed);
  return { pixels: changed, keep };
}

/** [S, S], 1 for the pixels of removed patches. */
function removedPixels(kept: Float32Array, side: number): Uint8Array {
  const columns = Math.sqrt(kept.length);
  const patch = side / columns;
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)];
    return kept[Math.floor(y / patch) * columns + Math.floor(x / patch)] === 0 ? 1 : 0;
  });
}

function paintMean(pixels: Float32Array, side: number, removed: Uint8Array): void {
  const area = side * side;
  for (let begin = 0; begin < pixels.length; begin += area) {
    const plane = pixels.subarray(begin, begin + area);
    const mean = plane.reduce((sum, value) => sum + value, 0) / area;
    removed.forEach((isRemoved, at) => {
      if (isRemoved) plane[at] = mean;
    });
  }
}
