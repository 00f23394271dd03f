// How well prompts and features are aligned on held-out faces: the values of the losses, without their gradients.
import type { NumericArray } from '../core/array.ts';
import type { MethodOptions } from '../method/options.ts';
import type { Recognised } from '../recognise/recogniser-program.ts';

/** Means over faces. Parts that the method does not use are absent. */
export interface HeldOutAlignment {
  /** L_v (Eq. 7) of the faces' own classes, as in training. */
  readonly prototypeAlignment?: number;
  /** Cosine of the whole face with the text of its class, and the mean cosine with the other classes. */
  readonly globalOwn: number;
  readonly globalOther: number;
  /** The same for the top patches. */
  readonly localOwn?: number;
  readonly localOther?: number;
}

export interface AlignmentMeter {
  /** Adds a batch. @param labels class of each row */
  add(found: Recognised, labels: readonly number[]): void;
  /** Undefined before the first face. */
  result(): HeldOutAlignment | undefined;
}

/** @param prototypes [C, E] */
export function alignmentMeter(
  prototypes: NumericArray<'float32'> | undefined,
  { prototypeAlignment }: Pick<MethodOptions, 'prototypeAlignment'>,
): AlignmentMeter {
  const sums = { faces: 0, prototype: 0, globalOwn: 0, globalOther: 0, localOwn: 0, localOther: 0 };
  let hasLocal = false;
  return {
    add({ imageGlobal, globalSimilarity, localSimilarity }, labels) {
      hasLocal = localSimilarity !== undefined;
      labels.forEach((label, row) => {
        sums.faces += 1;
        if (prototypes && imageGlobal && prototypeAlignment !== 'none') {
          const distance = prototypeAlignment === 'l1' ? unitDistance : angle;
          sums.prototype += distance(rowOf(imageGlobal, row), rowOf(prototypes, label));
        }
        if (globalSimilarity) {
          const { own, other } = split(rowOf(globalSimilarity, row), label);
          sums.globalOwn += own;
          sums.globalOther += other;
        }
        if (localSimilarity) {
          const { own, other } = split(rowOf(localSimilarity, row), label);
          sums.localOwn += own;
          sums.localOther += other;
        }
      });
    },
    result() {
      if (sums.faces === 0) return undefined;
      return {
        ...(prototypes && prototypeAlignment !== 'none' && { prototypeAlignment: sums.prototype / sums.faces }),
        globalOwn: sums.globalOwn / sums.faces,
        globalOther: sums.globalOther / sums.faces,
        ...(hasLocal && { localOwn: sums.localOwn / sums.faces, localOther: sums.localOther / sums.faces }),
      };
    },
  };
}

const rowOf = ({ data, shape }: NumericArray<'float32'>, row: number): Float32Array =>
  data.subarray(row * shape[1]!, (row + 1) * shape[1]!);

/** A similarity of the face with its own class, and the mean with the others; 0 for a single class. */
function split(row: Float32Array, label: number): { readonly own: number; readonly other: number } {
  const sum = row.reduce((total, value) => total + value, 0);
  return { own: row[label]!, other: row.length > 1 ? (sum - row[label]!) / (row.length - 1) : 0 };
}

/** 1 - cos, as `cosineAlignment`. */
function angle(x: Float32Array, y: Float32Array): number {
  return 1 - x.reduce((sum, value, at) => sum + value * y[at]!, 0) / (norm(x) * norm(y));
}

/** Mean |x - y| at unit length, as `l1Alignment`. */
function unitDistance(x: Float32Array, y: Float32Array): number {
  const [lengthX, lengthY] = [norm(x), norm(y)];
  return x.reduce((sum, value, at) => sum + Math.abs(value / lengthX - y[at]! / lengthY), 0) / x.length;
}

const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
