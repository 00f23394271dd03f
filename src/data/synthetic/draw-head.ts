// Head, ears, neck and shoulders, modelled by one light.
import { type Canvas, type Colour, type Mask, type Paint, type Point, paint, polygonMask, spotMask } from './canvas.ts';
import { ellipse, smooth } from './curves.ts';
import { mix, type Person, shade } from './person.ts';
import type { Pose } from './pose.ts';
import type { Scene } from './scene.ts';

/** The outline of the head in face units, from the top clockwise. `drop` lowers the jaw. */
export function headOutline({ headWidth: w, jaw, chin }: Person, drop: number): Point[] {
  const right: Point[] = [
    [0.45 * w, -0.96],
    [0.86 * w, -0.66],
    [w, -0.22],
    [0.98 * w, 0.16],
    [0.88 * w * (0.5 + 0.5 * jaw), 0.52 + 0.04 * drop],
    [0.62 * w * jaw, 0.82 + 0.1 * drop],
    [0.27 * w * jaw, 0.99 + chin + 0.14 * drop],
  ];
  const left = right.map(([x, y]): Point => [-x, y]).reverse();
  return [[0, -1.03], ...right, [0, 1.03 + chin + 0.14 * drop], ...left];
}

/** The mask of the head, to clip what must stay on the skin. */
export function drawHead(canvas: Canvas, pose: Pose, person: Person, scene: Scene, drop: number): Mask {
  const { skin, cloth, headWidth: w } = person;
  const put = (points: readonly Point[]) =>
    polygonMask(
      canvas,
      points.map(([x, y]) => pose.outline(x, y)),
    );
  const body = smooth([
    [-1.35, 2],
    [-1.1, 1.32],
    [-0.45, 1.12],
    [0.45, 1.12],
    [1.1, 1.32],
    [1.35, 2],
  ]);
  paint(
    canvas,
    put([
      [-0.36, 0.6],
      [0.36, 0.6],
      [0.42, 1.5],
      [-0.42, 1.5],
    ]),
    shade(skin, 0.78),
  );
  paint(canvas, put(body), cloth);
  for (const side of [-1, 1]) {
    // An ear disappears behind the head when the face turns towards it.
    const x = side * (w + 0.015) - 0.25 * Math.sin(scene.yaw);
    paint(canvas, put(ellipse([x, 0.08], 0.12, 0.2)), lit(pose, shade(skin, 0.93), scene));
    paint(canvas, put(ellipse([x, 0.08], 0.06, 0.12)), shade(skin, 0.76), 0.7);
  }
  const head = put(smooth(headOutline(person, drop), true));
  paint(canvas, head, lit(pose, skin, scene));
  const blush = mix(skin, [232, 92, 84], 0.45);
  for (const side of [-1, 1]) {
    paint(
      canvas,
      spotMask(canvas, pose.face(side * 0.44, 0.27), 0.3 * pose.unit, 0.24 * pose.unit),
      blush,
      0.1 + 0.22 * (skin[1] / 255),
      head,
    );
  }
  return head;
}

/** Skin shaded as an ellipsoid under one light. */
function lit(pose: Pose, colour: Colour, { light, contrast }: Scene): Paint {
  const [x, y] = pose.outline(0, 0);
  return (px, py) => {
    const across = ((px - x) / pose.unit) * light[0] + ((py - y) / pose.unit) * light[1];
    const rim = ((px - x) ** 2 + (py - y) ** 2) / pose.unit ** 2;
    return shade(colour, 1 + contrast * (across - 0.3 * rim));
  };
}
