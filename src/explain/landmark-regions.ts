// Regions of a face by its landmarks: which patch of its crop shows what.
import { type AlignmentRecipe, eyesLevel } from '../faces/alignment.ts';
import { distance, type Eyes, midpoint, type Point } from '../faces/face.ts';
import { pointAt } from '../faces/landmark-model.ts';
import type { FaceRegion } from './regions.ts';

/** Outlines among the 468 points, as MediaPipe's FACEMESH constants have them. */
const outlines = {
  leftEye: [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  rightEye: [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
  leftBrow: [70, 63, 105, 66, 107, 55, 65, 52, 53, 46],
  rightBrow: [300, 293, 334, 296, 336, 285, 295, 282, 283, 276],
  lips: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185],
  nose: [168, 122, 174, 198, 129, 98, 2, 327, 358, 420, 399, 351],
  oval: [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
  ],
} as const;

/** The first outline that holds a point names it; lids and creases belong to what they surround, so outlines grow by a share of their size. */
const regions: readonly (readonly [FaceRegion, keyof typeof outlines, grown: number])[] = [
  ['eyes', 'leftEye', 1.5],
  ['eyes', 'rightEye', 1.5],
  ['brows', 'leftBrow', 1.4],
  ['brows', 'rightBrow', 1.4],
  ['mouth', 'lips', 1.25],
  ['nose', 'nose', 1.1],
];

/** Points along each side of a patch; the region of most of them is the patch's. */
const samples = 4;

/**
 * The region of each patch of an aligned crop, row by row.
 *
 * @param landmarks [468, 3], in pixels of the picture
 * @param eyes by which the crop was aligned
 */
export function landmarkRegions(
  landmarks: Float32Array,
  eyes: Eyes,
  rows: number,
  columns: number,
  recipe: AlignmentRecipe = eyesLevel,
): readonly FaceRegion[] {
  const toCrop = cropPlace(eyes, recipe);
  const outline = (name: keyof typeof outlines) => outlines[name].map((place) => toCrop(pointAt(landmarks, place)));
  const shapes = regions.map(([region, name, by]) => [region, grown(outline(name), by)] as const);
  const oval = outline('oval');
  const eyeLine = Math.max(...[...outline('leftEye'), ...outline('rightEye')].map(({ y }) => y));
  const lipLine = Math.max(...outline('lips').map(({ y }) => y));
  const regionAt = (point: Point): FaceRegion => {
    const found = shapes.find(([, shape]) => isInside(point, shape));
    if (found !== undefined) return found[0];
    if (!isInside(point, oval) || point.y < eyeLine) return 'background';
    return point.y > lipLine ? 'jaw' : 'cheeks';
  };
  return Array.from({ length: rows * columns }, (_, at): FaceRegion => {
    const counts = new Map<FaceRegion, number>();
    for (let index = 0; index < samples * samples; index++) {
      const x = ((at % columns) + ((index % samples) + 0.5) / samples) / columns;
      const y = (Math.floor(at / columns) + (Math.floor(index / samples) + 0.5) / samples) / rows;
      const region = regionAt({ x, y });
      counts.set(region, (counts.get(region) ?? 0) + 1);
    }
    return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
  });
}

/** From pixels of the picture to shares of the crop's side. */
function cropPlace(eyes: Eyes, { eyeDistance, eyeLine }: AlignmentRecipe): (point: Point) => Point {
  const apart = distance(eyes.left, eyes.right);
  const middle = midpoint(eyes.left, eyes.right);
  const [cos, sin] = [(eyes.right.x - eyes.left.x) / apart, (eyes.right.y - eyes.left.y) / apart];
  return (point) => {
    const [x, y] = [point.x - middle.x, point.y - middle.y];
    return {
      x: 0.5 + ((x * cos + y * sin) / apart) * eyeDistance,
      y: eyeLine + ((y * cos - x * sin) / apart) * eyeDistance,
    };
  };
}

/** An outline made larger around its middle. */
function grown(points: readonly Point[], by: number): readonly Point[] {
  const middle = {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  };
  const sorted = points.toSorted(
    (a, b) => Math.atan2(a.y - middle.y, a.x - middle.x) - Math.atan2(b.y - middle.y, b.x - middle.x),
  );
  return sorted.map(({ x, y }) => ({ x: middle.x + by * (x - middle.x), y: middle.y + by * (y - middle.y) }));
}

/** Whether a point is inside a closed outline, by the even-odd rule. */
function isInside({ x, y }: Point, outline: readonly Point[]): boolean {
  let inside = false;
  outline.forEach((a, index) => {
    const b = outline[(index + 1) % outline.length]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  });
  return inside;
}
