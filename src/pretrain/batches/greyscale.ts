// Grey faces in a model for colour images: a kernel trained on luminance, expanded to three channels that compute the same.
import { clipDeviation, clipMean } from '../../clip/preprocessing.ts';
import { float32, type NumericArray } from '../../core/array.ts';

/** Shares of red, green and blue in luminance (ITU-R BT.601). */
export const luminance = [0.299, 0.587, 0.114] as const;

/**
 * Luminance of CLIP's mean colour. Only with this mean does a grey kernel have an exact counterpart on CLIP's normalised colours
 * without a bias; CLIP's patch embedding has none.
 */
export const greyMean = luminance.reduce((sum, share, channel) => sum + share * clipMean[channel]!, 0);
export const greyDeviation = 0.27;

/** Normalises a grey value of 0-255. */
export const normalisedGrey = (value: number): number => (value / 255 - greyMean) / greyDeviation;

/** What the weights of a colour channel are, relative to those for grey. */
const channelFactor = (channel: number): number => (luminance[channel]! * clipDeviation[channel]!) / greyDeviation;

/** Converts `kernel` [Dv, p p] for normalised grey into a `patchEmbedding` [Dv, 3, p, p] for normalised colour. */
export function colourKernel({ shape, data }: NumericArray): NumericArray {
  const [width, area] = shape as [number, number];
  const side = Math.sqrt(area);
  const result = new Float32Array(width * 3 * area);
  for (let row = 0; row < width; row++)
    for (let channel = 0; channel < 3; channel++) {
      const factor = channelFactor(channel);
      for (let pixel = 0; pixel < area; pixel++)
        result[(row * 3 + channel) * area + pixel] = factor * Number(data[row * area + pixel]!);
    }
  return float32(result, [width, 3, side, side]);
}

/** The kernel [Dv, p p] that `colourKernel` made into an embedding [Dv, 3, p, p]; undefined where colours matter to it. */
export function greyKernel({ shape, data }: NumericArray): NumericArray<'float32'> | undefined {
  const [width, channels, side] = shape as [number, number, number];
  const area = side * side;
  const kernel = new Float32Array(width * area);
  const each = Array.from({ length: channels }, (_, channel) => channelFactor(channel));
  const at = (row: number, channel: number, pixel: number) =>
    Number(data[(row * channels + channel) * area + pixel]!) / each[channel]!;
  let largest = 0;
  let apart = 0;
  for (let row = 0; row < width; row++)
    for (let pixel = 0; pixel < area; pixel++) {
      const values = each.map((_, channel) => at(row, channel, pixel));
      const value = values.reduce((sum, own) => sum + own, 0) / channels;
      kernel[row * area + pixel] = value;
      largest = Math.max(largest, Math.abs(value));
      for (const own of values) apart = Math.max(apart, Math.abs(own - value));
    }
  // Half precision rounds each channel by itself.
  return apart <= 0.002 * largest ? float32(kernel, [width, area]) : undefined;
}
