// Seeded random numbers that split by purpose, so that no draw depends on how many others were made before it.
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers. Streams of different purposes are independent; the same purpose gives the same stream. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Gaussian, mean 0, deviation 1. */
  normal(): number;
  /** Uniform integer in [0, limit). */
  integer(limit: number): number;
  /** The numbers 0 .. length-1 in random order. */
  permutation(length: number): Uint32Array;
  /** A stream of its own for a purpose, e.g. `split('augment', epoch, image)`. Draws made so far do not matter. */
  split(...purpose: readonly (string | number)[]): Random;
}

/**
 * The root of all randomness of a run.
 *
 * @param seed any finite integer
 * @example
 * ```ts
 * import { random } from 'mpafer';
 * const a = random(1).split('prompts').uniform();
 * const b = random(1).split('prompts').uniform();
 * console.log(a === b); // true
 * ```
 */
export function random(seed: number): Random {
  return stream(String(seed));
}

function stream(key: string): Random {
  const generator = xoroshiro128plus(hash(key));
  let spare: number | undefined;
  const uniform = () => (generator.next() >>> 0) / 2 ** 32;
  const integer = (limit: number) => Math.floor(uniform() * limit);
  return {
    uniform,
    integer,
    normal() {
      // Box and Muller: two uniforms make two Gaussians; the second waits for the next call.
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    permutation(length) {
      const order = Uint32Array.from({ length }, (_, index) => index);
      for (let last = length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const kept = order[last]!;
        order[last] = order[other]!;
        order[other] = kept;
      }
      return order;
    },
    split(...purpose) {
      return stream(`${key}/${purpose.join('/')}`);
    },
  };
}

/** FNV-1a with a final avalanche, so that keys that differ in one digit give unrelated seeds. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
  return (value ^ (value >>> 16)) | 0;
}
