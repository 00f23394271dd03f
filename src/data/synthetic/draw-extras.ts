// Freckles, beard, glasses and occlusions.
import type { Random } from '../../core/random.ts';
import { type Canvas, type Colour, type Mask, type Point, paint, polygonMask, strokeMask } from './canvas.ts';
import { ellipse, smooth } from './curves.ts';
import { headOutline } from './draw-head.ts';
import { type Person, shade } from './person.ts';
import type { Pose } from './pose.ts';
import type { Scene } from './scene.ts';

export function drawFreckles(canvas: Canvas, pose: Pose, { skin, freckles }: Person, random: Random, head: Mask): void {
  if (!freckles) return;
  for (let index = 0; index < 18; index++) {
    const x = 0.55 * (2 * random.uniform() - 1);
    const spot = pose.face(x, 0.14 + 0.14 * random.uniform());
    paint(canvas, strokeMask(canvas, [spot, spot], 0.018 * pose.unit), shade(skin, 0.68), 0.5, head);
  }
}

/** Drawn before the nose and mouth, which cover it. `drop` lowers it with the jaw. */
export function drawBeard(canvas: Canvas, pose: Pose, person: Person, drop: number, head: Mask): void {
  if (person.beard === 'none') return;
  const { headWidth: w, hair } = person;
  const jaw = smooth(headOutline(person, drop), true).filter(([, y]) => y > 0.2);
  const right = jaw.filter(([x]) => x >= 0);
  const left = jaw.filter(([x]) => x < 0);
  const upper = smooth([
    [-0.96 * w, 0.2],
    [-0.6 * w, 0.5],
    [-0.28, 0.4],
    [0, 0.39],
    [0.28, 0.4],
    [0.6 * w, 0.5],
    [0.96 * w, 0.2],
  ]);
  const points = [
    ...upper.map(([x, y]) => pose.outline(x, y)),
    ...[...right, ...left].map(([x, y]) => pose.outline(x * 1.02, y * 1.02)),
  ];
  paint(canvas, polygonMask(canvas, points), hair, person.beard === 'full' ? 0.82 : 0.22, head);
}

export function drawGlasses(canvas: Canvas, pose: Pose, { glasses, eyeDistance, headWidth, cloth }: Person): void {
  if (!glasses) return;
  const frame = shade(cloth, 0.4);
  const stroke = (points: readonly Point[]) =>
    paint(canvas, strokeMask(canvas, points, 0.022 * pose.unit), frame, 0.95);
  const lens = (side: number) =>
    ellipse([side * eyeDistance, -0.06], 0.245, 0.2).map(([x, y]) => pose.face(x, y, 0.08));
  for (const side of [-1, 1]) {
    const ring = lens(side);
    paint(canvas, polygonMask(canvas, ring), [255, 255, 255], 0.1);
    stroke([...ring, ring[0]!]);
    stroke([pose.face(side * (eyeDistance + 0.245), -0.1, 0.08), pose.face(side * headWidth, -0.12, -0.2)]);
  }
  stroke(
    smooth([
      [-eyeDistance + 0.245, -0.09],
      [0, -0.13],
      [eyeDistance - 0.245, -0.09],
    ]).map(([x, y]) => pose.face(x, y, 0.12)),
  );
}

/** A hand on the cheek or a bar across part of the picture; most of the face stays visible. */
export function drawOccluder(
  canvas: Canvas,
  pose: Pose,
  { skin, cloth }: Person,
  { occluder }: Scene,
  random: Random,
): void {
  const side = random.uniform() < 0.5 ? -1 : 1;
  if (occluder === 'hand') {
    const colour: Colour = shade(skin, 0.95);
    const up = 0.25 * random.uniform();
    for (let finger = 0; finger < 4; finger++) {
      const tip = pose.outline(side * (0.5 + 0.13 * finger), 0.12 - up + 0.1 * Math.abs(finger - 1.3));
      const root = pose.outline(side * (0.8 + 0.08 * finger), 0.85 - up);
      paint(canvas, strokeMask(canvas, [tip, root], 0.085 * pose.unit), shade(skin, 0.66));
      paint(canvas, strokeMask(canvas, [tip, root], 0.066 * pose.unit), colour);
    }
    paint(
      canvas,
      polygonMask(canvas, ellipse(pose.outline(side * 0.98, 1.1 - up), 0.34 * pose.unit, 0.4 * pose.unit)),
      colour,
    );
  } else if (occluder === 'bar') {
    const x = side * (0.5 + 0.35 * random.uniform());
    const lean = 0.5 * (2 * random.uniform() - 1);
    paint(
      canvas,
      strokeMask(canvas, [pose.outline(x - lean, -1.6), pose.outline(x + lean, 1.6)], 0.13 * pose.unit),
      shade(cloth, 0.7),
    );
  }
}
