// Finds signatures that point nearly the same way without comparing all: locality-sensitive hashing by random hyperplanes.
import { random } from '../../core/random.ts';
import { signatureLength } from './signature.ts';

/** Tables of the index; a pair that is missed by one is found by another. */
const tables = 10;

interface Table {
  readonly planes: Float32Array;
  /** Where the members of each cell begin, one more than there are cells. */
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
}

export interface SignatureIndex {
  /** Calls back for each signature with a cosine of at least `least` to the query; it may be reported several times. */
  search(query: Float32Array, least: number, found: (index: number, cosine: number) => void): void;
}

/** @param signatures `count` signatures of norm 1, one after the other */
export function signatureIndex(signatures: Float32Array, count: number): SignatureIndex {
  const draws = random(1).split('hyperplanes');
  const bits = Math.min(Math.max(Math.floor(Math.log2(count + 1)) - 1, 2), 16);
  const cellOf = (planes: Float32Array, values: Float32Array, offset: number): number => {
    let cell = 0;
    for (let bit = 0; bit < bits; bit++) {
      let sum = 0;
      for (let index = 0; index < signatureLength; index++) {
        sum += planes[bit * signatureLength + index]! * values[offset + index]!;
      }
      cell = (cell << 1) | (sum > 0 ? 1 : 0);
    }
    return cell;
  };
  const built = Array.from({ length: tables }, (): Table => {
    const planes = Float32Array.from({ length: bits * signatureLength }, () => draws.normal());
    const cells = Uint32Array.from({ length: count }, (_, index) =>
      cellOf(planes, signatures, index * signatureLength),
    );
    const starts = new Uint32Array(2 ** bits + 1);
    for (const cell of cells) starts[cell + 1]!++;
    for (let cell = 0; cell < 2 ** bits; cell++) starts[cell + 1]! += starts[cell]!;
    const next = starts.slice();
    const members = new Uint32Array(count);
    cells.forEach((cell, index) => {
      members[next[cell]!++] = index;
    });
    return { planes, starts, members };
  });
  return {
    search(query, least, found) {
      for (const { planes, starts, members } of built) {
        const cell = cellOf(planes, query, 0);
        for (let at = starts[cell]!; at < starts[cell + 1]!; at++) {
          const offset = members[at]! * signatureLength;
          let cosine = 0;
          for (let index = 0; index < signatureLength; index++) cosine += query[index]! * signatures[offset + index]!;
          if (cosine >= least) found(members[at]!, cosine);
        }
      }
    },
  };
}
