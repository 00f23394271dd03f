// From places on a face to places in the picture.
import type { Point } from './canvas.ts';
import type { Scene } from './scene.ts';

/** Face units: x to the right of the picture, y down, the head reaches from about -1 to 1. */
export interface Pose {
  /** A place on the front of the head, which turning moves; `lift` is how far it stands out (the nose). */
  face(x: number, y: number, lift?: number): Point;
  /** A place of the outline or behind, which turning leaves where it is. */
  outline(x: number, y: number): Point;
  /** Pixels of one face unit. */
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
      // The front of the head is taken for half an ellipsoid, seen from far away.
      const depth = 0.7 * Math.sqrt(Math.max(0, 1 - (x / 1.05) ** 2 - (y / 1.4) ** 2)) + lift;
      return outline(x * Math.cos(yaw) + depth * Math.sin(yaw), y * Math.cos(pitch) - depth * Math.sin(pitch));
    },
  };
}
