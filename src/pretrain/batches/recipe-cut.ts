// Faces of a set cut out again as recognition cuts them out of photographs: by the recipe, from their eyes.
import type { Random } from '../../core/random.ts';
import { type AlignmentRecipe, eyesLevel } from '../../faces/alignment.ts';
import type { Eyes } from '../../faces/face.ts';
import { type EyePlaces, eyesAt } from './eye-places.ts';
import type { FaceSet } from './face-set.ts';

/**
 * Writes the face of a picture [S, S] (0-255, starting at `offset`) into `view` [S, S], as `alignFace` cuts it. These pictures are
 * enlarged or kept, hardly ever reduced, so each pixel of the view is a single sample.
 */
export function cutByRecipe(
  source: Uint8Array,
  offset: number,
  size: number,
  { left, right }: Eyes,
  view: Float32Array,
  mirrored = false,
  recipe: AlignmentRecipe = eyesLevel,
): void {
  const scale = 1 / (recipe.eyeDistance * size);
  const alongX = (right.x - left.x) * scale;
  const alongY = (right.y - left.y) * scale;
  const [middleX, middleY] = [(left.x + right.x) / 2, (left.y + right.y) / 2];
  const last = size - 1;
  for (let v = 0; v < size; v++) {
    const down = v + 0.5 - recipe.eyeLine * size;
    for (let u = 0; u < size; u++) {
      const across = (u + 0.5 - size / 2) * (mirrored ? -1 : 1);
      const x = Math.min(Math.max(middleX + across * alongX - down * alongY - 0.5, 0), last);
      const y = Math.min(Math.max(middleY + across * alongY + down * alongX - 0.5, 0), last);
      const column = Math.min(Math.floor(x), size - 2);
      const row = Math.min(Math.floor(y), size - 2);
      const at = offset + row * size + column;
      const upper = source[at]! + (source[at + 1]! - source[at]!) * (x - column);
      const lower = source[at + size]! + (source[at + size + 1]! - source[at + size]!) * (x - column);
      view[v * size + u] = upper + (lower - upper) * (y - row);
    }
  }
}

export interface FinderErrors {
  /** Deviation of each coordinate of each eye, as a share of their distance. */
  readonly eyes: number;
  /** The distance of the eyes is multiplied by a factor in [1 - zoom, 1 + zoom]: faces differ. */
  readonly zoom: number;
}

/** The eyes as a face finder might see them. */
export function misplaced({ left, right }: Eyes, { eyes, zoom }: FinderErrors, random: Random): Eyes {
  const apart = Math.hypot(right.x - left.x, right.y - left.y);
  const [middleX, middleY] = [(left.x + right.x) / 2, (left.y + right.y) / 2];
  const factor = 1 + zoom * (2 * random.uniform() - 1);
  const moved = ({ x, y }: Eyes['left']) => ({
    x: middleX + factor * (x - middleX) + eyes * apart * random.normal(),
    y: middleY + factor * (y - middleY) + eyes * apart * random.normal(),
  });
  return { left: moved(left), right: moved(right) };
}

/** Every face of a set, cut by the recipe. */
export function recipeFaces(faces: FaceSet, places: EyePlaces): FaceSet {
  const { count, size } = faces;
  const grey = new Uint8Array(count * size * size);
  const view = new Float32Array(size * size);
  for (let face = 0; face < count; face++) {
    cutByRecipe(faces.grey, face * size * size, size, eyesAt(places, face), view);
    grey.set(view.map(Math.round), face * size * size);
  }
  return { ...faces, grey };
}
