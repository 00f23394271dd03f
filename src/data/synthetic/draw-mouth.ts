// Lips, teeth, tongue, dimples and chin: AU10 to AU26.

import type { FacialAction } from './action-units.ts';
import { type Canvas, type Colour, type Mask, type Point, paint, polygonMask, spotMask, strokeMask } from './canvas.ts';
import { ellipse, smooth } from './curves.ts';
import { mouthShape } from './mouth-shape.ts';
import { mix, type Person, shade } from './person.ts';
import type { Pose } from './pose.ts';

const inside: Colour = [86, 26, 32];
const teeth: Colour = [250, 247, 240];
const tongue: Colour = [206, 92, 92];

/** A gap narrower than this is a line. */
const closed = 0.03;

export function drawMouth(canvas: Canvas, pose: Pose, person: Person, action: FacialAction, head: Mask): void {
  const { units, side } = action;
  const { AU12, AU14, AU15, AU17 } = units;
  const { skin, lipTint } = person;
  const shape = mouthShape(person, action);
  const put = (points: readonly Point[]) => points.map(([x, y]) => pose.face(x, y, 0.04));
  const area = (upper: readonly Point[], lower: readonly Point[]) =>
    polygonMask(canvas, [...put(upper), ...put(lower).reverse()]);
  const lip = mix(mix(shade(skin, 0.84), [196, 84, 84], 0.42), [198, 40, 66], lipTint * 0.8);
  paint(
    canvas,
    spotMask(canvas, pose.face(0, 0.74), 0.26 * pose.unit, 0.08 * pose.unit),
    shade(skin, 0.72),
    0.45,
    head,
  );
  paint(canvas, area(shape.outerUpper, shape.innerUpper), shade(lip, 0.88));
  paint(canvas, area(shape.innerLower, shape.outerLower), shade(lip, 1.03));
  if (shape.gap > closed) {
    const opening = area(shape.innerUpper, shape.innerLower);
    paint(canvas, opening, inside);
    if (shape.gap > 0.16) {
      const [x, y] = pose.face(0, shape.innerLower[8]![1] - 0.01, 0.04);
      paint(canvas, polygonMask(canvas, ellipse([x, y], 0.16 * pose.unit, 0.1 * pose.unit)), tongue, 0.9, opening);
    }
    const row = shape.innerUpper.map(([x, y]): Point => [x, y + Math.min(0.085, 0.62 * shape.gap)]);
    paint(canvas, area(shape.innerUpper, row), teeth, 0.96, opening);
    // Stretched lips bare the lower teeth too.
    const bared = Math.min(1, units.AU20 + units.AU23) * Math.min(1, 2 * units.AU25);
    const lower = shape.innerLower.map(([x, y]): Point => [x, y - 0.38 * shape.gap]);
    paint(canvas, area(lower, shape.innerLower), teeth, 0.85 * bared, opening);
    paint(canvas, strokeMask(canvas, put(row), 0.01 * pose.unit), inside, 0.7 * bared, opening);
  }
  const line = shade(mix(skin, [90, 30, 34], 0.6), 0.62);
  paint(canvas, strokeMask(canvas, put(shape.innerUpper), 0.02 * pose.unit), line, 0.9);
  for (const s of [-1, 1]) {
    const [x, y] = shape.innerUpper[s < 0 ? 0 : shape.innerUpper.length - 1]!;
    const acts = side === 0 || side === s;
    const curve = (points: readonly Point[], alpha: number) =>
      alpha > 0.05 &&
      paint(canvas, strokeMask(canvas, put(smooth(points)), 0.018 * pose.unit), shade(skin, 0.55), alpha, head);
    const dimple = acts ? Math.min(1, 0.5 * AU12 + 0.9 * AU14) : 0;
    curve(
      [
        [x + s * 0.035, y - 0.06],
        [x + s * 0.06, y],
        [x + s * 0.035, y + 0.055],
      ],
      0.75 * dimple,
    );
    curve(
      [
        [x + s * 0.01, y + 0.01],
        [x + s * 0.045, y + 0.08],
      ],
      0.7 * Math.min(1, AU15),
    );
  }
  const pout = Math.min(1, AU17);
  if (pout > 0.05) {
    const boss = smooth([
      [-0.14, 0.84],
      [0, 0.79],
      [0.14, 0.84],
    ]);
    paint(
      canvas,
      strokeMask(
        canvas,
        boss.map(([x, y]) => pose.face(x, y)),
        0.018 * pose.unit,
      ),
      shade(skin, 0.6),
      0.6 * pout,
      head,
    );
  }
}
