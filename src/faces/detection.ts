// What the detector says, read out: boxes with their points, one for each face of a level.
import type { Box, Eyes } from './face.ts';

/** A face that the detector found, in pixels of what it was shown. */
export interface Detection {
  readonly box: Box;
  readonly eyes: Eyes;
  /** Probability, 0 to 1. */
  readonly score: number;
}

/** The network's pixels for one cell of its output, along each axis. */
export const cellSize = 4;

/** Numbers of one cell: centre, width and height of the box, then six points. The first two are the eyes. */
const numbersPerCell = 16;

/** The detector is asked for no more of one level; more are found in no photograph. */
const mostCandidates = 2000;

/** Boxes that share this part of what they cover together are of one face. */
const sameFace = 0.3;

/**
 * Faces of one level. Cells that agree on a face are averaged, weighted by their scores.
 *
 * @param boxes [rows * columns, 16]
 * @param logits [rows * columns]
 * @param columns cells in a row
 * @param threshold least probability, between 0 and 1
 */
export function readDetections(
  boxes: Float32Array,
  logits: Float32Array,
  columns: number,
  threshold: number,
): readonly Detection[] {
  const leastLogit = Math.log(threshold / (1 - threshold));
  const cells: number[] = [];
  logits.forEach((logit, cell) => {
    if (logit >= leastLogit) cells.push(cell);
  });
  cells.sort((a, b) => logits[b]! - logits[a]! || a - b);
  const candidates = cells.slice(0, mostCandidates).map((cell): Detection => {
    const at = cell * numbersPerCell;
    const x = ((cell % columns) + 0.5) * cellSize;
    const y = (Math.floor(cell / columns) + 0.5) * cellSize;
    const [width, height] = [boxes[at + 2]!, boxes[at + 3]!];
    const point = (place: number) => ({ x: x + boxes[at + 4 + 2 * place]!, y: y + boxes[at + 5 + 2 * place]! });
    return {
      box: { x: x + boxes[at]! - width / 2, y: y + boxes[at + 1]! - height / 2, width, height },
      eyes: { left: point(0), right: point(1) },
      score: 1 / (1 + Math.exp(-logits[cell]!)),
    };
  });
  return averaged(candidates.filter(({ box }) => box.width > 0 && box.height > 0));
}

/** @param candidates the most certain first */
function averaged(candidates: readonly Detection[]): readonly Detection[] {
  const faces: Detection[] = [];
  let rest = candidates;
  while (rest.length > 0) {
    const best = rest[0]!;
    const own = rest.filter((other) => other === best || overlap(best.box, other.box) >= sameFace);
    rest = rest.filter((other) => !own.includes(other));
    const sum = own.reduce((total, { score }) => total + score, 0);
    const mean = (value: (detection: Detection) => number) =>
      own.reduce((total, detection) => total + value(detection) * detection.score, 0) / sum;
    faces.push({
      box: {
        x: mean(({ box }) => box.x),
        y: mean(({ box }) => box.y),
        width: mean(({ box }) => box.width),
        height: mean(({ box }) => box.height),
      },
      eyes: {
        left: { x: mean(({ eyes }) => eyes.left.x), y: mean(({ eyes }) => eyes.left.y) },
        right: { x: mean(({ eyes }) => eyes.right.x), y: mean(({ eyes }) => eyes.right.y) },
      },
      score: best.score,
    });
  }
  return faces;
}

/** What two boxes have in common, as a part of what they cover together. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}

/**
 * Without those that are of one face with a better one: their boxes overlap, or the middle between their eyes is nearly the same.
 *
 * @param faces the best first
 */
export function withoutDuplicates<Found extends { readonly box: Box; readonly eyes: Eyes }>(
  faces: readonly Found[],
): readonly Found[] {
  const kept: Found[] = [];
  for (const face of faces) if (!kept.some((better) => isSameFace(better, face))) kept.push(face);
  return kept;
}

function isSameFace(a: { box: Box; eyes: Eyes }, b: { box: Box; eyes: Eyes }): boolean {
  if (overlap(a.box, b.box) >= sameFace) return true;
  const [first, second] = [a.eyes, b.eyes].map(({ left, right }) => ({
    x: (left.x + right.x) / 2,
    y: (left.y + right.y) / 2,
    apart: Math.hypot(left.x - right.x, left.y - right.y),
  }));
  // Boxes of one face from two levels may overlap little; the eyes of two people are never so near.
  return Math.hypot(first!.x - second!.x, first!.y - second!.y) < 0.6 * Math.max(first!.apart, second!.apart);
}
