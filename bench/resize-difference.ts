// How much sharp's cubic resizing differs from Pillow's, in 8-bit values, on the given images, shorter side to SIDE.
//
//   npx node bench/resize-difference.ts SIDE IMAGE...
//
// Pillow's result comes from src/image/resize.ts, which the tests compare with Pillow byte for byte.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp from 'sharp';
import type { RgbImage } from '../src/core/image.ts';
import { resize } from '../src/image/resize.ts';
import { decodeImage } from '../src/platform/node/images/decode-image.ts';

const [side = '224', ...paths] = process.argv.slice(2);
const size = Number(side);

/** The same sizes with sharp: only the resizing differs. */
async function bySharp({ width, height, data }: RgbImage, newWidth: number, newHeight: number): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(newWidth, newHeight, { kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
}

let sum = 0;
let count = 0;
let worstOfAll = 0;
for (const path of paths) {
  const image = await decodeImage(await readFile(path), path);
  const scale = size / Math.min(image.width, image.height);
  const newWidth = Math.trunc(image.width * scale);
  const newHeight = Math.trunc(image.height * scale);
  const pillow = resize(image, newWidth, newHeight).data;
  const other = await bySharp(image, newWidth, newHeight);
  let total = 0;
  let worst = 0;
  for (let at = 0; at < pillow.length; at++) {
    const difference = Math.abs(pillow[at]! - other[at]!);
    total += difference;
    worst = Math.max(worst, difference);
  }
  sum += total;
  count += pillow.length;
  worstOfAll = Math.max(worstOfAll, worst);
  if (paths.length <= 10)
    console.log(
      `${basename(path)} ${image.width}x${image.height} -> ${newWidth}x${newHeight}: mean ${(total / pillow.length).toFixed(3)}, worst ${worst}`,
    );
}
console.log(`${paths.length} images: mean ${(sum / count).toFixed(3)}, worst ${worstOfAll}`);
