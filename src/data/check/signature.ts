// A face as twenty low frequencies, in which faces of a data set differ about equally and twins hardly at all.
import { type Placement, sampleWindow, upright } from './window.ts';

const side = 12;
const frequencies = 6;

/** Pairs of a horizontal and a vertical frequency, the constant excluded. */
const pairs = Array.from({ length: frequencies }, (_, sum) =>
  Array.from({ length: sum + 1 }, (_, vertical) => [sum - vertical, vertical] as const),
)
  .flat()
  .slice(1);

/** Numbers of a signature. */
export const signatureLength = pairs.length;

const cosines = Float32Array.from({ length: frequencies * side }, (_, at) =>
  Math.cos((Math.PI * Math.floor(at / side) * ((at % side) + 0.5)) / side),
);

const window = new Float32Array(side * side);
const rows = new Float32Array(frequencies * side);

/** The discrete cosine transform of a window, low frequencies alone. */
function transform(thumbnail: Uint8Array, placement: Placement, into: Float32Array, offset: number): void {
  sampleWindow(thumbnail, placement, side, window);
  for (let frequency = 0; frequency < frequencies; frequency++) {
    for (let row = 0; row < side; row++) {
      let sum = 0;
      for (let column = 0; column < side; column++) {
        sum += cosines[frequency * side + column]! * window[row * side + column]!;
      }
      rows[frequency * side + row] = sum;
    }
  }
  for (let index = 0; index < signatureLength; index++) {
    const [across, down] = pairs[index]!;
    let sum = 0;
    for (let row = 0; row < side; row++) sum += cosines[down * side + row]! * rows[across * side + row]!;
    into[offset + index] = sum;
  }
}

/** Writes the signature of a thumbnail through a placement: `signatureLength` numbers of norm 1. */
export type Signature = (thumbnail: Uint8Array, placement: Placement, into: Float32Array, offset: number) => void;

/** Signatures relative to the mean and the spread of each frequency over all thumbnails. */
export function signatureOver(thumbnails: readonly Uint8Array[]): Signature {
  const [mean, square] = [new Float64Array(signatureLength), new Float64Array(signatureLength)];
  const values = new Float32Array(signatureLength);
  for (const thumbnail of thumbnails) {
    transform(thumbnail, upright, values, 0);
    for (let index = 0; index < signatureLength; index++) {
      mean[index]! += values[index]! / thumbnails.length;
      square[index]! += values[index]! ** 2 / thumbnails.length;
    }
  }
  const spread = mean.map((value, index) => Math.sqrt(Math.max(square[index]! - value * value, 1e-6)));
  return (thumbnail, placement, into, offset) => {
    transform(thumbnail, placement, into, offset);
    let squares = 0;
    for (let index = 0; index < signatureLength; index++) {
      const value = (into[offset + index]! - mean[index]!) / spread[index]!;
      into[offset + index] = value;
      squares += value * value;
    }
    const norm = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    for (let index = 0; index < signatureLength; index++) into[offset + index]! *= norm;
  };
}
