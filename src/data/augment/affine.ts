// Rotation, zoom and shift about the centre of an image, sampled bilinearly.
import type { RgbImage } from '../../core/image.ts';

export interface Affine {
  /** Counter-clockwise. */
  readonly degrees: number;
  /** 1.1 magnifies the image by a tenth. */
  readonly scale: number;
  /** In pixels, positive to the right and down. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Returns a new image of the same size. Pixels from outside repeat the nearest edge pixel, so no corner turns black. */
export function transformed({ width, height, data }: RgbImage, { degrees, scale, shiftX, shiftY }: Affine): RgbImage {
  const result = new Uint8Array(data.length);
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle) / scale;
  const sin = Math.sin(angle) / scale;
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = x - centreX - shiftX;
      const dy = y - centreY - shiftY;
      const sourceX = clamp(centreX + cos * dx - sin * dy, width - 1);
      const sourceY = clamp(centreY + sin * dx + cos * dy, height - 1);
      const left = Math.min(Math.floor(sourceX), Math.max(width - 2, 0));
      const top = Math.min(Math.floor(sourceY), Math.max(height - 2, 0));
      const fx = sourceX - left;
      const fy = sourceY - top;
      const at = (top * width + left) * 3;
      const right = width > 1 ? 3 : 0;
      const below = height > 1 ? width * 3 : 0;
      const to = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const from = at + channel;
        const upper = data[from]! * (1 - fx) + data[from + right]! * fx;
        const lower = data[from + below]! * (1 - fx) + data[from + below + right]! * fx;
        result[to + channel] = Math.round(upper * (1 - fy) + lower * fy);
      }
    }
  }
  return { width, height, data: result };
}

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
