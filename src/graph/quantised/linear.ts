// A linear map in whole numbers: weights of 7 bits with one scale a column, activations of 8 bits with one scale a row.
import { float32 } from '../../core/array.ts';
import { apply, type EmittedCall, type Emitter, type Operator, type Tensor } from '../tensor.ts';
import type { QuantisedMatrix } from './matrix.ts';
import { quantisedRows, zeroPoint } from './rows.ts';

/** `x` [..., I] times the matrix, plus `bias` [O] where given = [..., O]. A row's result does not depend on the other rows. */
export type QuantisedLinear = (x: Tensor, matrix: QuantisedMatrix, bias?: Tensor) => Tensor;

/** By the runtime's own product of whole numbers that gives floating-point ones: the fastest. */
export const quantisedLinear: QuantisedLinear = (x, matrix, bias) => applied(quantisedLinearOperator, x, matrix, bias);

/** By standard operators alone, for models that other programs run. */
export const standardQuantisedLinear: QuantisedLinear = (x, matrix, bias) =>
  applied(standardQuantisedLinearOperator, x, matrix, bias);

function applied(operator: Operator, x: Tensor, { values: matrix, scales }: QuantisedMatrix, bias?: Tensor): Tensor {
  const { values, sizes } = quantisedRows(x);
  return apply(operator, [values, sizes, matrix, scales, ...(bias === undefined ? [] : [bias])]);
}

const infer: Operator['infer'] = ([values, , matrix]) => [
  { shape: [...values!.shape.slice(0, -1), matrix!.shape[1]!], type: 'float32' },
];

/** The product, given in units of its columns' scales, times each row's size, plus the bias. */
function finish(product: string, { inputs: [, sizes, , , bias] }: EmittedCall, emitter: Emitter): readonly string[] {
  const sized = emitter.node('Mul', [product, sizes!]);
  return bias === undefined ? sized : emitter.node('Add', [sized[0]!, bias]);
}

export const quantisedLinearOperator: Operator = {
  name: 'quantisedLinear',
  infer,
  emit(call, emitter) {
    const [values, , matrix, scales] = call.inputs as readonly [string, string, string, string];
    const operands = [values, matrix, emitter.constant(float32([1], [])), scales, emitter.constant(zeroPoint)];
    return finish(emitter.node('com.microsoft.MatMulIntegerToFloat', operands)[0]!, call, emitter);
  },
};

export const standardQuantisedLinearOperator: Operator = {
  name: 'standardQuantisedLinear',
  infer,
  emit(call, emitter) {
    const [values, , matrix, scales] = call.inputs as readonly [string, string, string, string];
    const sums = emitter.node('MatMulInteger', [values, matrix, emitter.constant(zeroPoint)])[0]!;
    const product = emitter.node('Mul', [emitter.node('Cast', [sums], { to: 1 })[0]!, scales])[0]!;
    return finish(product, call, emitter);
  },
};
