// Collects the worst error of each quantity and prints them as a table.
import type { NumericArray } from '../../src/core/array.ts';
import { type Precision, type Quantity, tolerances } from './tolerance.ts';

export interface Check {
  readonly quantity: string;
  readonly kind: Quantity;
  readonly precision: Precision;
  readonly error: number;
}

const numbers = (array: NumericArray): Float64Array => Float64Array.from(array.data as ArrayLike<number>);

/**
 * |found - wanted| / |wanted| in the L2 norm; infinite if shapes differ or a value is not finite.
 *
 * @param least lower bound of the divisor
 */
export function relativeError(found: NumericArray, wanted: NumericArray, least = 0): number {
  if (found.data.length !== wanted.data.length || found.shape.join() !== wanted.shape.join()) return Infinity;
  const [a, b] = [numbers(found), numbers(wanted)];
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  const error = Math.sqrt(difference) / Math.max(Math.sqrt(size), least, 1e-300);
  return Number.isFinite(error) ? error : difference === 0 ? 0 : Infinity;
}

/** One line per quantity and precision: worst error and tolerance. Returns how many passed and failed. */
export function printTable(
  checks: readonly Check[],
  print: (line: string) => void,
): { passed: number; failed: number } {
  const worst = new Map<string, Check>();
  for (const check of checks) {
    const key = `${check.quantity} ${check.precision}`;
    const known = worst.get(key);
    if (known === undefined || !(check.error <= known.error)) worst.set(key, check);
  }
  const width = Math.max(...checks.map(({ quantity }) => quantity.length));
  let failed = 0;
  for (const { quantity, kind, precision, error } of worst.values()) {
    const tolerance = tolerances[kind][precision];
    const within = error <= tolerance;
    if (!within) failed++;
    print(
      `${within ? 'ok  ' : 'FAIL'}  ${quantity.padEnd(width)} ${precision}  worst error ${error.toExponential(1).padStart(8)}  tolerance ${tolerance.toExponential(0)}`,
    );
  }
  return { passed: worst.size - failed, failed };
}
