// A frozen matrix in whole numbers: 7 bits a weight, one scale for each column of the product. Four times smaller than float32.
import { float32, type NumericArray } from '../../core/array.ts';
import type { MatrixLayout } from '../ops/linear.ts';
import { constant, type Tensor } from '../tensor.ts';

export interface QuantisedMatrix {
  /** int8 [I, O], from -63 to 63. */
  readonly values: Tensor;
  /** [O]; what 1 of a whole number stands for, times 1 / 127 for the activations. */
  readonly scales: Tensor;
}

/**
 * Processors without instructions for dot products of bytes (AVX2) add pairs of products in 16 bits: 255 x 63 twice fits, with 127 it
 * would overflow and the numbers would differ from processor to processor.
 */
const weightLimit = 63;

/** Activations are numbers from -127 to 127. */
export const activationLimit = 127;

/** Rounds a matrix that `linear` would apply in this layout, each column of the product by its own scale. */
export function quantiseMatrix({ shape, data }: NumericArray, layout: MatrixLayout): QuantisedMatrix {
  const [rows, columns] = shape as [number, number];
  const [length, outputs] = layout === 'in-out' ? [rows, columns] : [columns, rows];
  const numbers = data as Float32Array;
  const largest = new Float32Array(outputs);
  const output = (row: number, column: number) => (layout === 'in-out' ? column : row);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const size = Math.abs(numbers[row * columns + column]!);
      const own = output(row, column);
      if (size > largest[own]!) largest[own] = size;
    }
  }
  const steps = largest.map((most) => most / weightLimit || 1);
  const values = new Int8Array(length * outputs);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = layout === 'in-out' ? row * columns + column : column * outputs + row;
      values[place] = Math.round(numbers[row * columns + column]! / steps[output(row, column)]!);
    }
  }
  return {
    values: constant({ type: 'int8', shape: [length, outputs], data: values }),
    scales: constant(
      float32(
        steps.map((step) => step / activationLimit),
        [outputs],
      ),
    ),
  };
}
