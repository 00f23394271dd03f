// Half-precision numbers: widened exactly, narrowed to the nearest (even on a tie).

import { float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';

/** The array as float32: float16 and bfloat16 exactly, float64 rounded to the nearest; float32 is returned as it is. */
export function toFloat32(array: NumericArray): NumericArray<'float32'> {
  const { shape } = array;
  switch (array.type) {
    case 'float32':
      return array;
    case 'float64':
      return float32(array.data, shape);
    case 'bfloat16':
      // A bfloat16 is the upper half of a float32.
      return float32(new Float32Array(Uint32Array.from(array.data, (half) => half << 16).buffer), shape);
    case 'float16': {
      const table = widened();
      const { data } = array;
      // A plain loop: `Float32Array.from` with a function is ten times slower.
      const wide = new Float32Array(data.length);
      for (let at = 0; at < data.length; at++) wide[at] = table[data[at]!]!;
      return float32(wide, shape);
    }
    default:
      throw new MpaferError('safetensors', `Cannot widen ${array.type} to float32; expected a floating-point type`);
  }
}

/** The array as float16 bits, each number rounded once, to the nearest and on a tie to the even one; beyond 65519 to infinity. */
export function toFloat16(array: NumericArray): NumericArray<'float16'> {
  if (array.type === 'float16') return array;
  const { data } = array.type === 'float64' ? array : toFloat32(array);
  return { type: 'float16', shape: array.shape, data: Uint16Array.from(data, halfBits) };
}

let table: Float32Array | undefined;

/** The value of each of the 65,536 float16 patterns: a look-up is several times faster than taking each number apart. */
function widened(): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, bits) => {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
    const special = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    return (bits & 0x8000 ? -1 : 1) * (exponent === 31 ? special : size);
  });
  return table;
}

const scratch = new Float64Array(1);
const scratchWords = new Int32Array(scratch.buffer);

function halfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  scratch[0] = value;
  const high = scratchWords[1]!;
  const sign = (high >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  // Below 2^-14 float16 counts in steps of 2^-24; a full 1024 steps carries into the first normal number by itself.
  const exponent = Math.max(((high >>> 20) & 0x7ff) - 1023, -14);
  const steps = roundToEven(size * 2 ** (10 - exponent));
  return sign | (((exponent + 14) << 10) + steps);
}

/** Doubles of this size have no fraction bits, so the addition rounds, by the same rule. */
const roundToEven = (value: number): number => value + 2 ** 52 - 2 ** 52;
