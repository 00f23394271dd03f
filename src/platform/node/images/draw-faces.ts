// A copy of a picture with boxes and words drawn over it, as JPEG, without any of the original's metadata.
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
  const overlay = Buffer.from(overlayOf(width, height, marks));
  return sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: overlay, left: 0, top: 0 }])
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

function overlayOf(width: number, height: number, marks: readonly Mark[]): string {
  const drawn = marks.map((mark) => drawnMark(mark, width, height)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Helvetica, Arial, DejaVu Sans, sans-serif">${drawn}</svg>`;
}

/** Words stand above the box, or inside it where it reaches the upper edge; wide ones are moved into the picture. */
function drawnMark({ x, y, width, height, text, colour }: Mark, imageWidth: number, imageHeight: number): string {
  const stroke = Math.max(1, Math.min(imageWidth, imageHeight) / 250);
  const size = Math.max(9, Math.min(28, width / 7, imageHeight / 12));
  const wide = Math.min(imageWidth, size * (0.52 * text.length + 0.8));
  const high = size * 1.35;
  const left = Math.max(0, Math.min(x - stroke / 2, imageWidth - wide));
  const top = y >= high ? y - high : Math.max(0, y);
  const box = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`;
  const ground = `<rect x="${left}" y="${top}" width="${wide}" height="${high}" fill="${colour}"/>`;
  const words = `<text x="${left + size * 0.4}" y="${top + size * 1.02}" font-size="${size}" fill="#ffffff" textLength="${wide - size * 0.8}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
  return box + ground + words;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
