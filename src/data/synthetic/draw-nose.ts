// Nose, its wrinkles, and the folds from nose to mouth: AU9, AU10, AU38, AU6, AU12.

import type { FacialAction } from './action-units.ts';
import { type Canvas, type Mask, type Point, paint, polygonMask, spotMask, strokeMask } from './canvas.ts';
import { ellipse, smooth } from './curves.ts';
import { type Person, shade } from './person.ts';
import type { Pose } from './pose.ts';

export function drawNose(
  canvas: Canvas,
  pose: Pose,
  { skin, noseSize }: Person,
  { units, side }: FacialAction,
  head: Mask,
): void {
  const { AU6, AU9, AU10, AU12, AU38 } = units;
  const width = 0.115 * noseSize * (1 + 0.3 * AU38 + 0.25 * AU9 + 0.12 * AU12 * (side === 0 ? 1 : 0));
  const base = 0.27 - 0.055 * AU9 - 0.015 * AU10;
  const at = (x: number, y: number, lift: number) => pose.face(x, y, lift);
  const line = shade(skin, 0.6);
  const stroke = (points: readonly Point[], radius: number, alpha: number, lift = 0) =>
    alpha > 0.04 &&
    paint(
      canvas,
      strokeMask(
        canvas,
        smooth(points).map(([x, y]) => at(x, y, lift)),
        radius * pose.unit,
      ),
      line,
      alpha,
      head,
    );
  paint(
    canvas,
    spotMask(canvas, at(0, base - 0.08, 0.12), 0.13 * pose.unit, 0.2 * pose.unit),
    shade(skin, 1.12),
    0.55,
    head,
  );
  paint(
    canvas,
    spotMask(canvas, at(0, base + 0.07, 0.05), 0.24 * pose.unit, 0.09 * pose.unit),
    shade(skin, 0.7),
    0.5,
    head,
  );
  stroke(
    [
      [-width, base - 0.05],
      [-width * 0.85, base + 0.02],
      [-0.3 * width, base + 0.02],
      [0, base + 0.045],
      [0.3 * width, base + 0.02],
      [width * 0.85, base + 0.02],
      [width, base - 0.05],
    ],
    0.02,
    0.75,
    0.08,
  );
  for (const wing of [-1, 1]) {
    const nostril = ellipse(
      at(wing * 0.5 * width, base + 0.015, 0.06),
      0.034 * (1 + 0.5 * AU38) * pose.unit,
      0.02 * (1 + 0.6 * AU38) * pose.unit,
      12,
    );
    paint(canvas, polygonMask(canvas, nostril), shade(skin, 0.4), 0.6);
    // Wrinkles run down from between the eyes along the nose.
    const wrinkle = 0.85 * Math.min(1, AU9);
    stroke(
      [
        [wing * 0.05, -0.17],
        [wing * 0.11, -0.1],
      ],
      0.016,
      wrinkle,
      0.05,
    );
    stroke(
      [
        [wing * 0.06, -0.08],
        [wing * 0.13, 0],
      ],
      0.016,
      wrinkle,
      0.05,
    );
    stroke(
      [
        [wing * 0.07, 0.01],
        [wing * 0.14, 0.08],
      ],
      0.014,
      0.8 * wrinkle,
      0.05,
    );
    const pulled = side === 0 || side === wing ? AU12 : 0;
    const fold = Math.min(1, 0.75 * pulled + 0.9 * AU9 + 0.8 * AU10 + 0.2 * AU6);
    const out = 0.29 + 0.1 * pulled;
    stroke(
      [
        [wing * (width + 0.04), base - 0.03],
        [wing * (0.5 * (width + out) + 0.05), base + 0.1],
        [wing * out, base + 0.26 - 0.05 * pulled],
      ],
      0.017,
      0.75 * fold,
    );
  }
}
