// Decodes images of more than 8 bits per channel. Cameras store 12 bits in 16, and programs write floats from 0 to 1: unscaled, both are black.
import type { Metadata, SharpOptions } from 'sharp';
import type { RgbImage } from '../../../core/image.ts';
import { loadSharp } from './sharp.ts';

/** Whether the file may be deep, by its first bytes: a 16-bit PNG or any TIFF. */
export function mayBeDeep(bytes: Uint8Array): boolean {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  const isTiff = (bytes[0] === 0x49 && bytes[1] === 0x49) || (bytes[0] === 0x4d && bytes[1] === 0x4d);
  return (isPng && bytes[24] === 16) || isTiff;
}

/** Grey and RGB of any depth; other colour spaces have ranges of their own. */
const spaces = ['b-w', 'srgb', 'grey16', 'rgb16', 'scrgb'];

export const isDeep = ({ depth, space }: Metadata): boolean => depth !== 'uchar' && spaces.includes(space);

/** Decoded as 32-bit floats, an image takes four times the memory of one in 8 bits. */
export const deepShare = 4;

/**
 * Scales to 8 bits. White is the smallest of 255, 4095 (12 bits) and 65535 that no value exceeds, or of 1 and 255 for floats.
 *
 * @returns the image, or why its range of values is not supported
 */
export async function decodeDeep(
  bytes: Uint8Array,
  { depth, space }: Metadata,
  options: SharpOptions,
): Promise<RgbImage | { readonly wrong: string }> {
  const sharp = await loadSharp();
  const image = sharp(bytes, options);
  const opaque = depth === 'ushort' ? image.flatten({ background: '#ffffff' }) : image.removeAlpha();
  const { data, info } = await opaque
    .toColourspace(space)
    .raw({ depth: 'float' })
    .toBuffer({ resolveWithObject: true });
  const values = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
  let [least, most] = [0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const white = whiteOf(most, depth);
  // Resampling overshoots slightly; values centred on 0 are not an image.
  if (white === undefined || least < -white / 20) {
    const wanted = isFloat(depth) ? '0 to 1 or 0 to 255' : '0 to 65535 at most';
    return { wrong: `its values range from ${rounded(least)} to ${rounded(most)}; expected ${wanted}` };
  }
  const { width, height, channels } = info;
  const rgb = new Uint8Array(width * height * 3);
  const scaled = (value: number) =>
    white === 65535 ? value / 256 : (Math.min(Math.max(value, 0), white) / white) * 255 + 0.5;
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      rgb[pixel * 3 + channel] = scaled(values[pixel * channels + (channels < 3 ? 0 : channel)]!);
    }
  }
  return { width, height, data: rgb };
}

const isFloat = (depth: string): boolean => depth === 'float' || depth === 'double';

const whiteOf = (most: number, depth: string): number | undefined =>
  (isFloat(depth) ? [1, 255] : [255, 4095, 65535]).find((white) => most <= white);

const rounded = (value: number): string => String(Number(value.toPrecision(4)));
