// Hair and headscarf: a part behind the head and a part over the forehead.
import { type Canvas, type Point, paint, polygonMask, strokeMask } from './canvas.ts';
import { ellipse, smooth } from './curves.ts';
import { type Person, shade } from './person.ts';
import type { Pose } from './pose.ts';

/** The part behind the head; drawn before it. */
export function drawHairBehind(canvas: Canvas, pose: Pose, { hair, hairStyle, headWidth: w, cloth }: Person): void {
  const put = (points: readonly Point[]) =>
    polygonMask(
      canvas,
      points.map(([x, y]) => pose.outline(x, y)),
    );
  const around = (bottom: number, width: number): Point[] =>
    smooth(
      [
        [0, -1.16],
        [0.62 * w, -1.06],
        [w + 0.1, -0.6],
        [w + width, 0.1],
        [w + width, bottom],
        [0, bottom + 0.1],
        [-w - width, bottom],
        [-w - width, 0.1],
        [-w - 0.1, -0.6],
        [-0.62 * w, -1.06],
      ],
      true,
    );
  if (hairStyle === 'long') paint(canvas, put(around(1.25, 0.2)), shade(hair, 0.82));
  if (hairStyle === 'bob') paint(canvas, put(around(0.52, 0.17)), shade(hair, 0.82));
  if (hairStyle === 'scarf') paint(canvas, put(around(1.3, 0.14)), shade(cloth, 0.85));
  if (hairStyle === 'bun') paint(canvas, put(ellipse([0, -1.16], 0.32, 0.28)), shade(hair, 0.9));
  if (hairStyle === 'curly') {
    for (let index = 0; index <= 12; index++) {
      const angle = Math.PI * (0.96 + (index / 12) * 1.08);
      paint(
        canvas,
        put(ellipse([(w + 0.04) * Math.cos(angle), -0.28 + 0.8 * Math.sin(angle)], 0.24, 0.23, 14)),
        shade(hair, 0.88 + 0.05 * (index % 3)),
      );
    }
  }
}

/** The part over the forehead; drawn after the head, before the brows. */
export function drawHairInFront(canvas: Canvas, pose: Pose, person: Person): void {
  const { hair, hairStyle, headWidth: w, cloth } = person;
  const top: Point[] = [
    [-w - 0.03, -0.3],
    [-w - 0.04, -0.62],
    [-0.66 * w, -1],
    [0, -1.14],
    [0.66 * w, -1],
    [w + 0.04, -0.62],
    [w + 0.03, -0.3],
  ];
  const lines: Readonly<Record<typeof hairStyle, readonly Point[]>> = {
    short: [
      [0.84 * w, -0.5],
      [0.5, -0.68],
      [0.2, -0.64],
      [-0.2, -0.7],
      [-0.5, -0.66],
      [-0.84 * w, -0.5],
    ],
    parted: [
      [0.86 * w, -0.36],
      [0.66, -0.6],
      [0.34, -0.82],
      [-0.1, -0.7],
      [-0.5, -0.56],
      [-0.86 * w, -0.36],
    ],
    long: [
      [0.9 * w, -0.2],
      [0.6, -0.55],
      [0.05, -0.88],
      [-0.05, -0.88],
      [-0.6, -0.55],
      [-0.9 * w, -0.2],
    ],
    bob: [
      [0.9 * w, -0.3],
      [0.62, -0.54],
      [0.3, -0.6],
      [0, -0.58],
      [-0.3, -0.6],
      [-0.62, -0.54],
      [-0.9 * w, -0.3],
    ],
    curly: [
      [0.84 * w, -0.46],
      [0.5, -0.66],
      [0.25, -0.74],
      [0, -0.66],
      [-0.25, -0.74],
      [-0.5, -0.66],
      [-0.84 * w, -0.46],
    ],
    bun: [
      [0.88 * w, -0.44],
      [0.5, -0.74],
      [0, -0.84],
      [-0.5, -0.74],
      [-0.88 * w, -0.44],
    ],
    buzz: [
      [0.9 * w, -0.52],
      [0.5, -0.74],
      [0, -0.78],
      [-0.5, -0.74],
      [-0.9 * w, -0.52],
    ],
    scarf: [
      [0.92 * w, -0.1],
      [0.66, -0.52],
      [0, -0.74],
      [-0.66, -0.52],
      [-0.92 * w, -0.1],
    ],
  };
  const edge = lines[hairStyle].map(([x, y]) => [x, y] as Point);
  const upper = smooth(top).map(([x, y]) => pose.outline(x, y));
  const lower = smooth(edge).map(([x, y]) => pose.face(x, y));
  const colour = hairStyle === 'scarf' ? cloth : hair;
  paint(canvas, polygonMask(canvas, [...upper, ...lower]), colour, hairStyle === 'buzz' ? 0.72 : 1);
  // A sheen, so that hair is not a flat colour.
  const sheen = smooth([
    [-0.55 * w, -0.88],
    [-0.1, -1],
    [0.4 * w, -0.95],
  ]).map(([x, y]) => pose.outline(x, y));
  if (hairStyle !== 'buzz')
    paint(canvas, strokeMask(canvas, sheen, 0.05 * pose.unit, 0.02 * pose.unit), shade(colour, 1.35), 0.5);
  if (hairStyle === 'scarf') {
    const side = (s: number) =>
      smooth([
        [s * w * 0.92, -0.1],
        [s * w * 0.98, 0.3],
        [s * w * 0.8, 0.75],
        [s * 0.3, 1.1],
      ]).map(([x, y]) => pose.outline(x, y));
    for (const s of [-1, 1]) paint(canvas, strokeMask(canvas, side(s), 0.09 * pose.unit), cloth);
  }
}
