// A square window of a thumbnail, seen through a mirror, turn, scale and shift: the common ground of two versions of a face.

/** Side of a thumbnail in greys. */
export const thumbnailSide = 32;

/** Half the side of an untransformed window; the frame reaches from -1 to 1. What is inside survives small crops and turns. */
const reach = 0.8;

export interface Placement {
  readonly mirror: boolean;
  /** Degrees, counter-clockwise positive. */
  readonly degrees: number;
  /** Above 1 the window is larger: the content is smaller in this frame. */
  readonly scale: number;
  /** Of the centre, in half frames. */
  readonly x: number;
  readonly y: number;
}

export const upright: Placement = { mirror: false, degrees: 0, scale: 1, x: 0, y: 0 };

/**
 * Samples `side` x `side` greys of the window with bilinear interpolation, normalised to mean 0 and norm 1 (all 0
 * if the window is uniform). Beyond the frame, edge pixels are repeated.
 *
 * @param into side * side values
 */
export function sampleWindow(thumbnail: Uint8Array, placement: Placement, side: number, into: Float32Array): void {
  const { mirror, degrees, scale, x, y } = placement;
  const angle = (degrees * Math.PI) / 180;
  const half = thumbnailSide / 2;
  const size = reach * scale * half;
  const cosine = Math.cos(angle) * size;
  const sine = Math.sin(angle) * size;
  const centreX = (x + 1) * half - 0.5;
  const centreY = (y + 1) * half - 0.5;
  const turn = mirror ? -1 : 1;
  const last = thumbnailSide - 1;
  let sum = 0;
  for (let row = 0; row < side; row++) {
    const v = (2 * row + 1) / side - 1;
    for (let column = 0; column < side; column++) {
      const u = ((2 * column + 1) / side - 1) * turn;
      const left = Math.min(Math.max(centreX + cosine * u + sine * v, 0), last);
      const top = Math.min(Math.max(centreY - sine * u + cosine * v, 0), last);
      const column0 = left | 0;
      const row0 = top | 0;
      const at = row0 * thumbnailSide + column0;
      const right = column0 < last ? 1 : 0;
      const down = row0 < last ? thumbnailSide : 0;
      const part = left - column0;
      const above = thumbnail[at]! + (thumbnail[at + right]! - thumbnail[at]!) * part;
      const below = thumbnail[at + down]! + (thumbnail[at + down + right]! - thumbnail[at + down]!) * part;
      const grey = above + (below - above) * (top - row0);
      into[row * side + column] = grey;
      sum += grey;
    }
  }
  const count = side * side;
  const mean = sum / count;
  let squares = 0;
  for (let at = 0; at < count; at++) {
    const value = into[at]! - mean;
    into[at] = value;
    squares += value * value;
  }
  // A variance below one grey is a flat picture.
  const norm = squares < count ? 0 : 1 / Math.sqrt(squares);
  for (let at = 0; at < count; at++) into[at]! *= norm;
}
