// Grey faces in a model for colour: one kernel is trained on luminance, and written as the three that give the same on any colour image.
import { clipDeviation, clipMean } from '../../clip/preprocess.ts';
import { float32, type NumericArray } from '../../core/array.ts';

/** Shares of red, green and blue in luminance (ITU-R BT.601). */
export const luminance = [0.299, 0.587, 0.114] as const;

/**
 * Luminance of CLIP's mean colour. With this mean, and no other, a grey kernel has an exact counterpart on CLIP's normalised
 * colours without a bias, which CLIP's patch embedding does not have.
 */
export const greyMean = luminance.reduce((sum, share, channel) => sum + share * clipMean[channel]!, 0);
export const greyDeviation = 0.27;

/** Grey value 0-255 as the training sees it. */
export const normalisedGrey = (value: number): number => (value / 255 - greyMean) / greyDeviation;

/** `kernel` [Dv, p p] on normalised grey as `patchEmbedding` [Dv, 3, p, p] on normalised colour. */
export function colourKernel({ shape, data }: NumericArray): NumericArray {
  const [width, area] = shape as [number, number];
  const side = Math.sqrt(area);
  const result = new Float32Array(width * 3 * area);
  for (let row = 0; row < width; row++)
    for (let channel = 0; channel < 3; channel++) {
      const factor = (luminance[channel]! * clipDeviation[channel]!) / greyDeviation;
      for (let pixel = 0; pixel < area; pixel++)
        result[(row * 3 + channel) * area + pixel] = factor * Number(data[row * area + pixel]!);
    }
  return float32(result, [width, 3, side, side]);
}
