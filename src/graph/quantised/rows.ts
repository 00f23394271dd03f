// Rows in whole numbers of 8 bits, each divided by its own largest magnitude: rows of very different size, as gradients have, all keep their digits.
import { float32, int64, type NumericArray } from '../../core/array.ts';
import { applyAll, type NoAttributes, type Operator, type Tensor } from '../tensor.ts';
import { activationLimit } from './matrix.ts';

/** Rows are numbers from -127 to 127 around this zero. */
export const zeroPoint: NumericArray = { type: 'uint8', shape: [], data: Uint8Array.of(128) };

export interface QuantisedRows {
  /** uint8 [..., I]; 128 represents 0. */
  readonly values: Tensor;
  /** [..., 1]: the largest magnitude of each row, represented by 127. */
  readonly sizes: Tensor;
}

/** `x` [..., I]. Whatever else reads the same tensor shares the quantised rows: equal applications are merged by content. */
export function quantisedRows(x: Tensor): QuantisedRows {
  const [values, sizes] = applyAll(quantisedRowsOperator, [x]);
  return { values, sizes };
}

export const quantisedRowsOperator: Operator<[x: Tensor], NoAttributes, [values: Tensor, sizes: Tensor]> = {
  name: 'quantisedRows',
  infer: ([x]) => [
    { shape: x.shape, type: 'uint8' },
    { shape: x.shape.with(-1, 1), type: 'float32' },
  ],
  emit({ inputs: [x] }, emitter) {
    const node = (type: string, ...from: readonly string[]) => emitter.node(type, from)[0];
    const number = (value: number) => emitter.constant(float32([value], []));
    const last = emitter.constant(int64([-1], [1]));
    // The two extremes are read faster than magnitudes are written.
    const largest = node('Max', node('ReduceMax', x, last), node('Neg', node('ReduceMin', x, last)), number(1e-30));
    const unit = node('Div', x, largest);
    return [node('QuantizeLinear', unit, number(1 / activationLimit), emitter.constant(zeroPoint)), largest];
  },
};
