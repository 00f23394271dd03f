// Raw pixels as a picture: checked, and converted to 8-bit RGB where there is only one way to read them.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';

/** Decoded pixels, rows from the top: what `ImageData`, canvas packages and `sharp` give. */
export interface RawPixels {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 is RGB, 4 is RGBA; taken from the length of `data` when absent. */
  readonly channels?: number | undefined;
  /** `height * width * channels` integers, 0 to 255. */
  readonly data: ArrayLike<number>;
}

/**
 * Checks raw pixels and brings them to RGB: grey is repeated, transparency is laid on white, integers in other arrays become bytes.
 *
 * @throws MpaferError `image` when the sides, the number of values, the channels, or the values do not fit; it never contains the pixels
 */
export function rgbPixels(pixels: RawPixels): RgbImage {
  const { width, height, data } = Object(pixels) as RawPixels;
  if (!isSide(width) || !isSide(height)) {
    return refuse(`its size is ${brief(width)} x ${brief(height)}; expected two whole numbers from 1`);
  }
  const bytes = asBytes(data);
  const channels = channelsOf(pixels, bytes.length);
  if (channels === 3) return { width, height, data: bytes };
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = channels === 4 ? bytes[pixel * 4 + 3]! : 255;
    for (let channel = 0; channel < 3; channel++) {
      const value = bytes[channels === 4 ? pixel * 4 + channel : pixel]!;
      rgb[pixel * 3 + channel] = alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return { width, height, data: rgb };
}

/** `[object NAME]`, which is the same for objects of another frame or context, as `instanceof` is not. */
export const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

const isSide = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1;

/** Shows a number, or the type of anything else, never its content. */
const brief = (value: unknown): string => (typeof value === 'number' ? String(value) : tagOf(value).toLowerCase());

function refuse(found: string): never {
  throw new MpaferError('image', `Cannot use the pixels of a picture: ${found}`);
}

function channelsOf({ width, height, channels }: RawPixels, length: number): number {
  const known = channels === undefined ? [1, 3, 4] : [channels];
  if (!known.every((count) => count === 1 || count === 3 || count === 4)) {
    return refuse(`it has ${brief(channels)} channels; expected 1, 3 or 4`);
  }
  const fitting = known.find((count) => count * width * height === length);
  const wanted = known.map((count) => count * width * height).join(', ');
  return (
    fitting ??
    refuse(
      `its data has ${length} values; expected ${wanted.replace(/, (\d+)$/, ' or $1')} for ${width} x ${height} pixels`,
    )
  );
}

function asBytes(data: unknown): Uint8Array {
  const tag = tagOf(data);
  if (tag === 'Uint8Array') return data as Uint8Array;
  if (tag === 'Uint8ClampedArray') {
    const { buffer, byteOffset, length } = data as Uint8ClampedArray;
    return new Uint8Array(buffer, byteOffset, length);
  }
  if (tag === 'ArrayBuffer') return new Uint8Array(data as ArrayBuffer);
  const isFloat = /^Float(16|32|64)Array$/.test(tag);
  if (!isFloat && !Array.isArray(data)) {
    return refuse(`its data is of type ${tag}; expected a Uint8Array or Uint8ClampedArray`);
  }
  const values = data as ArrayLike<number>;
  const bytes = new Uint8Array(values.length);
  let most = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isInteger(value) || value < 0 || value > 255) {
      return refuse(`value ${index} of its data is ${brief(value)}; expected whole numbers from 0 to 255`);
    }
    if (value > most) most = value;
    bytes[index] = value;
  }
  // Numbers from 0 to 1 are as likely a picture whose white is 1 as a black one.
  if (most <= 1 && values.length > 0) {
    return refuse(`the largest value of its data is ${most}; expected 0 to 255, as a Uint8Array`);
  }
  return bytes;
}
