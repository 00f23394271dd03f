// Brows and the lines of the forehead: AU1, AU2, AU4.

import type { Intensities } from './action-units.ts';
import { type Canvas, type Mask, type Point, paint, strokeMask } from './canvas.ts';
import { smooth } from './curves.ts';
import { mix, type Person, shade } from './person.ts';
import type { Pose } from './pose.ts';

/** From the inner end to the outer, in face units; `side` is -1 or 1. */
export function browPoints(side: number, { eyeDistance, browHeight }: Person, units: Intensities): Point[] {
  const { AU1, AU2, AU4, AU9 } = units;
  const y = -0.355 - browHeight;
  const frown = AU4 + 0.6 * AU9;
  const inner: Point = [
    eyeDistance - 0.19 - 0.08 * frown,
    y - 0.2 * AU1 + 0.13 * frown * (1 - 0.55 * Math.min(1, AU1)),
  ];
  const middle: Point = [
    eyeDistance + 0.01,
    y - 0.045 - 0.11 * AU1 - 0.12 * AU2 + 0.08 * frown * (1 - 0.5 * Math.min(1, AU1)),
  ];
  const outer: Point = [eyeDistance + 0.23, y + 0.03 - 0.15 * AU2 + 0.01 * frown + 0.035 * AU1 * (1 - AU2)];
  return [inner, middle, outer].map(([x, height]) => [side * x, height]);
}

export function drawBrows(canvas: Canvas, pose: Pose, person: Person, units: Intensities, head: Mask): void {
  const { skin, hair, browThickness } = person;
  const { AU1, AU2, AU4, AU9 } = units;
  const line = shade(skin, 0.62);
  const crease = (points: readonly Point[], alpha: number) =>
    alpha > 0.05 &&
    paint(
      canvas,
      strokeMask(
        canvas,
        smooth(points).map(([x, y]) => pose.face(x, y)),
        0.014 * pose.unit,
      ),
      line,
      alpha,
      head,
    );
  const raised = Math.min(1, AU1) * (0.35 + 0.65 * Math.min(1, AU2));
  for (const y of [-0.6, -0.7])
    crease(
      [
        [-0.3, y + 0.01],
        [0, y - 0.01],
        [0.3, y + 0.01],
      ],
      0.5 * raised,
    );
  const frown = Math.min(1, AU4 + 0.5 * AU9);
  for (const side of [-1, 1])
    crease(
      [
        [side * 0.05, -0.43],
        [side * 0.045, -0.28],
      ],
      0.65 * frown,
    );
  // Brows must stay visible with fair hair.
  const colour = mix(shade(hair, 0.75), shade(skin, 0.35), 0.35);
  for (const side of [-1, 1]) {
    const points = smooth(browPoints(side, person, units)).map(([x, y]) => pose.face(x, y));
    paint(
      canvas,
      strokeMask(canvas, points, 0.052 * browThickness * pose.unit, 0.022 * browThickness * pose.unit),
      colour,
      0.95,
    );
  }
}
