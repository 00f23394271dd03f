// One picture put together from several: each turned, scaled and placed on a plain ground.
import type { RgbImage } from '../../../core/image.ts';
import { loadSharp } from './sharp.ts';

export interface CollagePart {
  readonly image: RgbImage;
  /** Where its upper left corner is. */
  readonly left: number;
  readonly top: number;
  /** Width that it is scaled to; its proportions stay. */
  readonly width: number;
  /** Degrees clockwise about its middle, 0 by default; it grows by its corners. */
  readonly turn?: number;
  readonly mirrored?: boolean;
}

const ground = '#d9d6cf';

/** @returns a JPEG file */
export async function collage(width: number, height: number, parts: readonly CollagePart[]): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const inputs = await Promise.all(
    parts.map(async ({ image, left, top, width: wide, turn = 0, mirrored = false }) => {
      const raw = { width: image.width, height: image.height, channels: 3 } as const;
      const scaled = await sharp(image.data, { raw }).flop(mirrored).resize(wide).png().toBuffer();
      return { input: await sharp(scaled).rotate(turn, { background: ground }).png().toBuffer(), left, top };
    }),
  );
  return sharp({ create: { width, height, channels: 3, background: ground } })
    .composite(inputs)
    .jpeg({ quality: 90 })
    .toBuffer();
}
