// Decodes Windows bitmaps: sharp does not, and some faces of AffectNet are bitmaps. Existing libraries ignore palettes (fast-bmp), or fail
// on odd widths and ignore the pixel offset (bmp-ts).
import type { RgbImage } from '../../../core/image.ts';
import { morePixels } from '../../../image/too-large.ts';

/** Whether a file begins as a bitmap does. */
export const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

const fileHeader = 14;
const smallestHeader = 54;
/** Uncompressed, or with colour masks. Run-length encoding is not supported: a few bytes could expand to gigabytes. */
const [plain, masked, maskedWithAlpha] = [0, 3, 6];
const depths = [1, 4, 8, 16, 24, 32];

/**
 * Decodes bitmaps of 1 to 32 bits per pixel. Alpha is ignored, as most programs leave it empty.
 *
 * @param limit maximum number of pixels
 * @returns the image, or what is wrong with the file
 */
export function decodeBmp(bytes: Uint8Array, limit: number): RgbImage | { readonly wrong: string } {
  const cutShort = { wrong: 'it is damaged or cut short (bitmap)' };
  if (bytes.length < smallestHeader) return cutShort;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, header] = [view.getUint32(10, true), view.getUint32(14, true)];
  const [width, signedHeight] = [view.getInt32(18, true), view.getInt32(22, true)];
  const [depth, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  const hasMasks = compression === masked || compression === maskedWithAlpha;
  if (header < 40 || !depths.includes(depth) || !(compression === plain || (hasMasks && depth % 16 === 0))) {
    return { wrong: `this kind of bitmap is not supported (${depth} bits per pixel, compression ${compression})` };
  }
  const height = Math.abs(signedHeight);
  if (width < 1 || height < 1) return cutShort;
  if (width * height > limit) return { wrong: morePixels(limit) };
  // Rows end at multiples of four bytes.
  const rowBytes = Math.ceil((width * depth) / 32) * 4;
  const colours = depth > 8 ? 0 : view.getUint32(46, true) || 2 ** depth;
  const palette = fileHeader + header;
  if (Math.max(start + rowBytes * height, palette + 4 * colours, palette + (hasMasks ? 12 : 0)) > bytes.length) {
    return cutShort;
  }
  const channels = channelsOf(view, depth, hasMasks);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    // Rows are stored bottom-up unless the height is negative.
    const row = start + rowBytes * (signedHeight < 0 ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      if (depth <= 8) {
        const index = (bytes[row + ((x * depth) >> 3)]! >> (8 - depth - ((x * depth) & 7))) & (2 ** depth - 1);
        if (index >= colours) return cutShort;
        for (let channel = 0; channel < 3; channel++) data[at + channel] = bytes[palette + 4 * index + 2 - channel]!;
      } else if (depth === 24) {
        for (let channel = 0; channel < 3; channel++) data[at + channel] = bytes[row + 3 * x + 2 - channel]!;
      } else {
        const value = depth === 16 ? view.getUint16(row + 2 * x, true) : view.getUint32(row + 4 * x, true);
        for (let channel = 0; channel < 3; channel++) data[at + channel] = channels[channel]!(value);
      }
    }
  }
  return { width, height, data };
}

/** Functions that extract red, green and blue from a pixel of 16 or 32 bits by its masks, scaled to 0 to 255. */
function channelsOf(view: DataView, depth: number, hasMasks: boolean): readonly ((value: number) => number)[] {
  const usual = depth === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0xff00, 0xff];
  return usual.map((without, channel) => {
    const mask = hasMasks ? view.getUint32(smallestHeader + 4 * channel, true) : without;
    // 2 ** trailing zeros; an empty mask yields 0.
    const lowest = mask === 0 ? 1 : (mask & -mask) >>> 0;
    const most = mask / lowest || 1;
    return (value) => Math.round((((value & mask) >>> 0) / lowest / most) * 255);
  });
}
