// Faces held in memory for training: grey, of one size, with the share of votes for each class.
import { MpaferError } from '../core/errors.ts';
import type { Sample } from '../data/dataset.ts';
import { voteTarget } from '../data/targets.ts';
import { luminance } from './greyscale.ts';

export interface FaceSet {
  readonly count: number;
  /** Side S in pixels. */
  readonly size: number;
  readonly classes: number;
  /** [count, S, S], 0-255. */
  readonly grey: Uint8Array;
  /** [count, classes], rows sum to 1. */
  readonly targets: Float32Array;
  /** The dataset's own label of each face. */
  readonly labels: Uint8Array;
}

/** Reads every sample's image once. @throws MpaferError `image` when one is not `size` pixels wide and high */
export async function readFaces(samples: readonly Sample[], size: number, classes: number): Promise<FaceSet> {
  const area = size * size;
  const grey = new Uint8Array(samples.length * area);
  const targets = new Float32Array(samples.length * classes);
  const atOnce = 16;
  let next = 0;
  const reader = async () => {
    for (let index = next++; index < samples.length; index = next++) {
      const sample = samples[index]!;
      const { width, height, data } = await sample.read();
      if (width !== size || height !== size)
        throw new MpaferError(
          'image',
          `Cannot use "${sample.id}": it is ${width} x ${height}, must be ${size} x ${size}`,
        );
      for (let pixel = 0; pixel < area; pixel++) {
        const value =
          luminance[0] * data[3 * pixel]! + luminance[1] * data[3 * pixel + 1]! + luminance[2] * data[3 * pixel + 2]!;
        grey[index * area + pixel] = Math.round(value);
      }
      voteTarget(sample, targets, index * classes, classes);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, reader));
  const labels = Uint8Array.from(samples, ({ label }) => label);
  return { count: samples.length, size, classes, grey, targets, labels };
}
