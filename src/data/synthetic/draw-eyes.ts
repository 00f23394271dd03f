// Eyes and lids: AU5, AU6, AU7, AU43.

import type { Intensities } from './action-units.ts';
import { type Canvas, type Colour, type Mask, type Point, paint, polygonMask, strokeMask } from './canvas.ts';
import { ellipse, smooth } from './curves.ts';
import { type Person, shade } from './person.ts';
import type { Pose } from './pose.ts';

/** Direction of gaze, in face units from straight ahead. */
export type Gaze = readonly [x: number, y: number];

const white: Colour = [250, 248, 244];
const dark: Colour = [34, 26, 28];

export function drawEyes(canvas: Canvas, pose: Pose, person: Person, units: Intensities, gaze: Gaze, head: Mask): void {
  for (const side of [-1, 1]) drawEye(canvas, pose, person, units, gaze, head, side);
}

function drawEye(canvas: Canvas, pose: Pose, person: Person, units: Intensities, gaze: Gaze, head: Mask, side: number) {
  const { AU5, AU6, AU7, AU9, AU43 } = units;
  const { eyeSize, eyeDistance, eyeTilt, skin, iris } = person;
  const width = 0.175 * eyeSize;
  const upper = 0.115 * eyeSize * Math.max(0.06, 1 + 0.5 * AU5 - 0.22 * AU7 - 0.2 * AU9 - 0.85 * AU43 - 0.12 * AU6);
  const lower = 0.085 * eyeSize * Math.max(0.06, 1 + 0.2 * AU5 - 0.45 * AU7 - 0.4 * AU9 - 0.75 * AU6 - 0.1 * AU43);
  const y = -0.09;
  const at = (x: number, dy: number): Point => pose.face(side * (eyeDistance + x), y + dy);
  const inner: Point = [-width, eyeTilt];
  const outer: Point = [width, -eyeTilt];
  const top: Point[] = [
    inner,
    [-0.55 * width, -0.78 * upper],
    [0.05 * width, -upper],
    [0.62 * width, -0.72 * upper],
    outer,
  ];
  const bottom: Point[] = [outer, [0.55 * width, 0.8 * lower], [0, lower], [-0.55 * width, 0.75 * lower], inner];
  const lid = smooth(top).map(([x, dy]) => at(x, dy));
  const under = smooth(bottom).map(([x, dy]) => at(x, dy));
  // The eye socket is slightly shaded.
  paint(
    canvas,
    polygonMask(canvas, ellipse(at(0, -0.03), 0.25 * pose.unit, 0.19 * pose.unit)),
    shade(skin, 0.88),
    0.35,
    head,
  );
  const opening = polygonMask(canvas, [...lid, ...under]);
  paint(canvas, opening, white);
  const [cx, cy] = at(side * gaze[0], gaze[1]);
  const radius = 0.1 * eyeSize * pose.unit;
  paint(canvas, polygonMask(canvas, ellipse([cx, cy], radius, radius)), iris, 1, opening);
  paint(canvas, polygonMask(canvas, ellipse([cx, cy], 0.55 * radius, 0.55 * radius)), dark, 1, opening);
  paint(
    canvas,
    polygonMask(canvas, ellipse([cx - 0.35 * radius, cy - 0.4 * radius], 0.3 * radius, 0.3 * radius, 12)),
    white,
    0.95,
    opening,
  );
  paint(canvas, strokeMask(canvas, lid, 0.022 * pose.unit, 0.034 * pose.unit), dark, 0.92);
  paint(canvas, strokeMask(canvas, under, 0.012 * pose.unit), shade(skin, 0.5), 0.6);
  const crease = (points: readonly Point[], alpha: number) =>
    alpha > 0.05 &&
    paint(
      canvas,
      strokeMask(
        canvas,
        smooth(points).map(([x, dy]) => at(x, dy)),
        0.014 * pose.unit,
      ),
      shade(skin, 0.62),
      alpha,
      head,
    );
  crease(
    [
      [-0.7 * width, -upper - 0.02],
      [0, -upper - 0.055],
      [0.8 * width, -0.8 * upper - 0.03],
    ],
    0.5,
  );
  // A raised cheek folds the lower lid and the outer corner.
  const cheek = Math.min(1, AU6 + 0.5 * AU7);
  crease(
    [
      [-0.7 * width, lower + 0.04],
      [0, lower + 0.06],
      [0.75 * width, lower + 0.035],
    ],
    0.55 * cheek,
  );
  const feet = 0.6 * Math.min(1, AU6);
  crease(
    [
      [width + 0.04, -0.02],
      [width + 0.13, -0.06],
    ],
    feet,
  );
  crease(
    [
      [width + 0.04, 0.02],
      [width + 0.13, 0.035],
    ],
    feet,
  );
}
