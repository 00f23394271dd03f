// Random erasing (Zhong et al. 2020), by torchvision's rule: a rectangle of normalised pixels becomes 0, the mean colour.
import type { Random } from '../../core/random.ts';
import type { Box } from '../../image/resize.ts';
import { type Augmentation, within } from './augmentation.ts';

const tries = 10;

/** Returns the rectangle to erase in a square of `side`, or undefined if nothing is erased. */
export function eraseBox(side: number, options: NonNullable<Augmentation['erase']>, random: Random): Box | undefined {
  const { probability, scale, ratio } = options;
  if (random.uniform() >= probability) return undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    const area = side * side * within(scale, random.uniform);
    const aspect = Math.exp(within([Math.log(ratio[0]), Math.log(ratio[1])], random.uniform));
    const height = Math.round(Math.sqrt(area * aspect));
    const width = Math.round(Math.sqrt(area / aspect));
    if (height < 1 || width < 1 || height >= side || width >= side) continue;
    return { top: random.integer(side - height + 1), left: random.integer(side - width + 1), width, height };
  }
  return undefined;
}

/** Sets a box of the three planes [3, S, S] at `offset` to 0, in place. */
export function erase(pixels: Float32Array, offset: number, side: number, { left, top, width, height }: Box): void {
  for (let channel = 0; channel < 3; channel++) {
    for (let y = top; y < top + height; y++) {
      const start = offset + (channel * side + y) * side + left;
      pixels.fill(0, start, start + width);
    }
  }
}
