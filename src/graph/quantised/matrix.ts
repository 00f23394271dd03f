// A frozen matrix in whole numbers: 7 bits a weight, one scale for each column of the product. Four times smaller than float32.
import { float32, type NumericArray } from '../../core/array.ts';
import { fixed } from '../../core/shape.ts';
import type { MatrixLayout } from '../ops/linear.ts';
import { constant, type Tensor } from '../tensor.ts';

export interface QuantisedMatrix {
  /** int8 [I, O], from -63 to 63. */
  readonly values: Tensor;
  /** [O]; the value of one integer step, times 1 / 127 for the activations. */
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
export function quantiseMatrix(
  { shape, data: numbers }: NumericArray<'float32'>,
  layout: MatrixLayout,
): QuantisedMatrix {
  const [rows, columns] = [fixed(shape, 0), fixed(shape, 1)];
  const [length, outputs] = layout === 'in-out' ? [rows, columns] : [columns, rows];
  const steps = (layout === 'in-out' ? columnLimits : rowLimits)(numbers, rows, columns);
  for (let output = 0; output < outputs; output++) steps[output] = steps[output]! / weightLimit || 1;
  const values = (layout === 'in-out' ? roundColumns : roundRows)(numbers, rows, columns, steps);
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

// A model has a hundred million weights: these loops are written for speed. Adding a half and cutting off rounds, and is the same
// for a number and its negative.

function columnLimits(numbers: Float32Array, rows: number, columns: number): Float32Array {
  const most = new Float32Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const size = Math.abs(numbers[at]!);
      if (size > most[column]!) most[column] = size;
    }
  }
  return most;
}

function rowLimits(numbers: Float32Array, rows: number, columns: number): Float32Array {
  const most = new Float32Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let own = 0;
    for (let column = 0; column < columns; column++, at++) {
      const size = Math.abs(numbers[at]!);
      if (size > own) own = size;
    }
    most[row] = own;
  }
  return most;
}

function roundColumns(numbers: Float32Array, rows: number, columns: number, steps: Float32Array): Int8Array {
  const values = new Int8Array(rows * columns);
  const inverse = Float64Array.from(steps, (step) => 1 / step);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const value = numbers[at]! * inverse[column]!;
      values[at] = value < 0 ? value - 0.5 : value + 0.5;
    }
  }
  return values;
}

/** Rows become columns: some rows at a time, so that neither reading nor writing leaps through memory. */
function roundRows(numbers: Float32Array, rows: number, columns: number, steps: Float32Array): Int8Array {
  const values = new Int8Array(rows * columns);
  const inverse = Float64Array.from(steps, (step) => 1 / step);
  for (let begin = 0; begin < rows; begin += 8) {
    const end = Math.min(begin + 8, rows);
    for (let column = 0; column < columns; column++) {
      for (let row = begin; row < end; row++) {
        const value = numbers[row * columns + column]! * inverse[row]!;
        values[column * rows + row] = value < 0 ? value - 0.5 : value + 0.5;
      }
    }
  }
  return values;
}
