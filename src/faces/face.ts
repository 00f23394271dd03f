// A face in a picture. All coordinates are pixels of the picture, x to the right and y down; the first pixel's centre is (.5, .5).

/** A place in a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle, which may reach beyond the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Centres of the eyes: left and right in the picture, not of the person. */
export interface Eyes {
  readonly left: Point;
  readonly right: Point;
}

/** A face that was found in a picture. */
export interface Face {
  /** A square around brows, cheeks and chin, without the hair. */
  readonly box: Box;
  /** The detector's probability, 0 to 1; of a face that is followed, when it was last found. */
  readonly score: number;
  /** For a head upside down, the left eye is at the right. */
  readonly eyes: Eyes;
  /** Degrees by which the line between the eyes is turned clockwise, -180 to 180. */
  readonly roll: number;
  /** [468, 3]: x and y in the picture, and depth on the same scale, negative towards the camera. */
  readonly landmarks: Float32Array;
}

/** Pixels between two points. */
export const distance = (a: Point, b: Point): number => Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);

export const midpoint = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** Degrees by which the line from the left to the right eye is turned clockwise. */
export const rollOf = ({ left, right }: Eyes): number =>
  (Math.atan2(right.y - left.y, right.x - left.x) * 180) / Math.PI;
