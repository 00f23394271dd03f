// The box of a random resized crop, by torchvision's rule.
import type { Random } from '../../core/random.ts';
import type { Box } from '../../image/resize.ts';
import { type Augmentation, within } from './augmentation.ts';

/** Attempts before falling back to the largest centred box of an allowed ratio. */
const tries = 10;

/** Returns a box of whole pixels inside an image of `width` by `height`. */
export function cropBox(
  width: number,
  height: number,
  { scale, ratio }: NonNullable<Augmentation['crop']>,
  random: Random,
): Box {
  for (let attempt = 0; attempt < tries; attempt++) {
    const area = width * height * within(scale, random.uniform);
    const aspect = Math.exp(within([Math.log(ratio[0]), Math.log(ratio[1])], random.uniform));
    const w = Math.round(Math.sqrt(area * aspect));
    const h = Math.round(Math.sqrt(area / aspect));
    if (w > 0 && w <= width && h > 0 && h <= height) {
      return { top: random.integer(height - h + 1), left: random.integer(width - w + 1), width: w, height: h };
    }
  }
  const aspect = width / height;
  const w = aspect > ratio[1] ? Math.max(1, Math.round(height * ratio[1])) : width;
  const h = aspect < ratio[0] ? Math.max(1, Math.round(width / ratio[0])) : height;
  return { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
}
