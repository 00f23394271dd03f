// Alignment: a face cut out upright, with its eyes always at the same two places. One recipe, for training and for use.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { distance, type Eyes, midpoint } from './face.ts';
import { sampleTurned } from './sample-turned.ts';

/** Where the eyes of an aligned face are, in fractions of the crop's side. */
export interface AlignmentRecipe {
  readonly name: string;
  /** Between the eyes' centres. */
  readonly eyeDistance: number;
  /** From the crop's upper edge to the eyes. */
  readonly eyeLine: number;
}

/** The default: eyes level at x .28 and .72, y .35. Why these numbers: docs/faces.md. */
export const eyesLevel: AlignmentRecipe = { name: 'eyes-44-35', eyeDistance: 0.44, eyeLine: 0.35 };

/**
 * The recipe by which a recogniser's faces are to be cut out.
 *
 * @param recorded what its file says of the faces that it was trained on; undefined where they were a data set's own crops
 * @param name what to call the file in messages
 * @throws MpaferError `checkpoint` when it was trained on faces that were aligned in another way
 */
export function recipeFor(recorded: AlignmentRecipe | undefined, name: string): AlignmentRecipe {
  if (recorded === undefined) return eyesLevel;
  const show = (recipe: AlignmentRecipe) =>
    `"${recipe.name}" (eyes ${recipe.eyeDistance} of the side apart, at ${recipe.eyeLine} of the height)`;
  if (show(recorded) === show(eyesLevel)) return eyesLevel;
  throw new MpaferError(
    'checkpoint',
    `Cannot use "${name}": it was trained on faces aligned by ${show(recorded)}; expected ${show(eyesLevel)} or a data set's own crops`,
    { hint: 'Use the version of mpafer that wrote it, or align the data again and train again' },
  );
}

/**
 * Cuts a face out of a picture: square, turned so that the eyes are level, scaled so that they are `eyeDistance` apart. Beyond the picture its
 * edge pixels are repeated. Shrinking averages all the pixels that fall together; the same input gives the same bytes on every host.
 *
 * @param eyes centres of the eyes, left and right in the picture
 * @param side of the crop in pixels, 1 or more
 * @returns [side, side] in RGB
 * @throws MpaferError `image` when the eyes coincide or are not finite, or `side` is not a positive integer
 * @example
 * ```ts
 * import { alignFace, readImage } from 'mpafer';
 * const portrait = await readImage('assets/portraits/astronaut.png');
 * const crop = alignFace(portrait, { left: { x: 204, y: 103 }, right: { x: 246, y: 104 } }, 96);
 * console.log(crop.width, crop.height); // 96 96
 * ```
 */
export function alignFace(image: RgbImage, eyes: Eyes, side: number, recipe: AlignmentRecipe = eyesLevel): RgbImage {
  const apart = distance(eyes.left, eyes.right);
  if (!(apart > 0 && Number.isFinite(apart)))
    throw new MpaferError(
      'image',
      `Cannot align a face whose eyes are at ${eyes.left.x},${eyes.left.y} and ${eyes.right.x},${eyes.right.y}; expected two different points`,
    );
  // Source pixels for one pixel of the crop, along the line of the eyes.
  const scale = 1 / (recipe.eyeDistance * side);
  const alongX = (eyes.right.x - eyes.left.x) * scale;
  const alongY = (eyes.right.y - eyes.left.y) * scale;
  const middle = midpoint(eyes.left, eyes.right);
  const right = side / 2;
  const down = recipe.eyeLine * side;
  return sampleTurned(image, {
    width: side,
    height: side,
    x: middle.x - right * alongX + down * alongY,
    y: middle.y - right * alongY - down * alongX,
    alongX,
    alongY,
  });
}
