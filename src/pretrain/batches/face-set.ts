// Faces in memory for training: grey, all of one size, with the share of votes for each class.
import type { Sample } from '../../data/dataset.ts';
import { voteTarget } from '../../data/targets.ts';
import { resize } from '../../image/resize.ts';
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
  /** The label of each face in the data set. */
  readonly labels: Uint8Array;
}

/** Reads every image once. Images of another size are resized, without keeping their aspect ratio. */
export async function readFaces(samples: readonly Sample[], size: number, classes: number): Promise<FaceSet> {
  const area = size * size;
  const grey = new Uint8Array(samples.length * area);
  const targets = new Float32Array(samples.length * classes);
  const concurrency = 16;
  let next = 0;
  const reader = async () => {
    for (let index = next++; index < samples.length; index = next++) {
      const sample = samples[index]!;
      const image = await sample.read();
      const { data } = image.width === size && image.height === size ? image : resize(image, size, size);
      for (let pixel = 0; pixel < area; pixel++) {
        const value =
          luminance[0] * data[3 * pixel]! + luminance[1] * data[3 * pixel + 1]! + luminance[2] * data[3 * pixel + 2]!;
        grey[index * area + pixel] = Math.round(value);
      }
      voteTarget(sample, targets, index * classes, classes);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, reader));
  const labels = Uint8Array.from(samples, ({ label }) => label);
  return { count: samples.length, size, classes, grey, targets, labels };
}
