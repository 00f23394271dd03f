// Maps positions on a face to positions in the picture.
import type { Point } from './canvas.ts';
import type { Scene } from './scene.ts';

/** Face units: x to the right of the picture, y down, the head reaches from about -1 to 1. */
export interface Pose {
  /** A point on the front of the head, which moves as the head turns; `lift` is how far it protrudes (the nose). */
  face(x: number, y: number, lift?: number): Point;
  /** A point on the outline or behind it, unaffected by turning. */
  outline(x: number, y: number): Point;
  /** Pixels per face unit. */
  readonly unit: number;
}

export function poseOf({ yaw, pitch, roll, zoom, centre }: Scene, size: number): Pose {
  const unit = zoom * size;
  const outline = (x: number, y: number): Point => [
    centre[0] * size + unit * (x * Math.cos(roll) - y * Math.sin(roll)),
    centre[1] * size + unit * (x * Math.sin(roll) + y * Math.cos(roll)),
  ];
  return {
    unit,
    outline,
    face(x, y, lift = 0) {
      // The front of the head is modelled as half an ellipsoid under parallel projection.
      const depth = 0.7 * Math.sqrt(Math.max(0, 1 - (x / 1.05) ** 2 - (y / 1.4) ** 2)) + lift;
      return outline(x * Math.cos(yaw) + depth * Math.sin(yaw), y * Math.cos(pitch) - depth * Math.sin(pitch));
    },
  };
}
