// A copy of a picture with boxes and words drawn over it, as JPEG, without any of the original's metadata.
import type { OverlayOptions } from 'sharp';
import type { RgbImage } from '../../../core/image.ts';
import { loadSharp } from './sharp.ts';

/** A box in pixels of the picture, what to write at it, and a CSS colour for both. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly colour: string;
}

/** The pixels are those of the decoded picture, upright: location, camera, comments and previews of the original file are not among them. */
export async function drawMarks({ width, height, data }: RgbImage, marks: readonly Mark[]): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const labels = await Promise.all(marks.map((mark) => label(mark, width, height)));
  return sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: boxes(width, height, marks), left: 0, top: 0 }, ...labels])
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

const strokeIn = (width: number, height: number): number => Math.max(1, Math.min(width, height) / 250);

function boxes(imageWidth: number, imageHeight: number, marks: readonly Mark[]): Buffer {
  const stroke = strokeIn(imageWidth, imageHeight);
  const drawn = marks.map(
    ({ x, y, width, height, colour }) =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`,
  );
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${imageWidth}" height="${imageHeight}">${drawn.join('')}</svg>`,
  );
}

/** Words stand above the box, or inside it where it reaches the upper edge. They are as wide as they are drawn, and moved or reduced to stay in the picture. */
async function label({ x, y, width, text, colour }: Mark, imageWidth: number, imageHeight: number) {
  const sharp = await loadSharp();
  const size = Math.max(11, Math.min(28, width / 9, imageHeight / 12));
  const words = await sharp({
    // At 72 dots an inch a point is a pixel.
    text: {
      text: `<span foreground="#ffffff">${escaped(text)}</span>`,
      font: `sans ${Math.round(size)}`,
      dpi: 72,
      rgba: true,
    },
  })
    .png()
    .toBuffer();
  const space = Math.round(size * 0.35);
  const padded = await sharp(words)
    .extend({ top: space, bottom: space, left: space, right: space, background: colour })
    .flatten({ background: colour })
    .png()
    .toBuffer();
  const { data: input, info } = await sharp(padded)
    .resize({ width: imageWidth, height: imageHeight, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer({ resolveWithObject: true });
  const left = Math.round(x - strokeIn(imageWidth, imageHeight) / 2);
  const top = Math.round(y >= info.height ? y - info.height : y);
  return {
    input,
    left: Math.max(0, Math.min(left, imageWidth - info.width)),
    top: Math.max(0, Math.min(top, imageHeight - info.height)),
  } satisfies OverlayOptions;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
