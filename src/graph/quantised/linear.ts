// A linear map in whole numbers: weights of 7 bits with one scale a column, activations of 8 bits with one scale a row.
import { float32 } from '../../core/array.ts';
import type { LinearFactors } from '../ops/linear.ts';
import { scaled } from '../ops/scaled.ts';
import { apply, type EmittedCall, type Emitter, type Operator, type Tensor } from '../tensor.ts';
import type { QuantisedMatrix } from './matrix.ts';
import { quantisedRows, zeroPoint } from './rows.ts';

/** `x` [..., I] times the matrix, plus `bias` [O] where given = [..., O]. A row's result does not depend on the other rows. */
export type QuantisedLinear = (x: Tensor, matrix: QuantisedMatrix, bias?: Tensor, factors?: LinearFactors) => Tensor;

/** By the runtime's own product of whole numbers that gives floating-point ones: the fastest. */
export const quantisedLinear: QuantisedLinear = (...call) => applied(quantisedLinearOperator, ...call);

/** By standard operators alone, for models that other programs run. */
export const standardQuantisedLinear: QuantisedLinear = (...call) => applied(standardQuantisedLinearOperator, ...call);

function applied(
  operator: QuantisedLinearOperator,
  x: Tensor,
  { values: matrix, scales }: QuantisedMatrix,
  bias?: Tensor,
  { alpha = 1, beta = 1 }: LinearFactors = {},
): Tensor {
  const { values, sizes } = quantisedRows(x);
  const added = bias === undefined ? [] : [scaled(bias, beta)];
  return apply(operator, [values, sizes, matrix, scales, ...added], { alpha });
}

type Inputs = [values: Tensor, sizes: Tensor, matrix: Tensor, scales: Tensor, ...bias: Tensor[]];

type QuantisedLinearOperator = Operator<Inputs, { readonly alpha: number }>;

type Call = EmittedCall<Inputs, { readonly alpha: number }>;

const infer: QuantisedLinearOperator['infer'] = ([values, , matrix]) => [
  { shape: [...values.shape.slice(0, -1), matrix.shape[1]!], type: 'float32' },
];

/** The product, given in units of its columns' scales, times each row's size, plus the bias. */
function finish(product: string, { inputs: [, sizes, , , bias] }: Call, emitter: Emitter): readonly string[] {
  const sized = emitter.node('Mul', [product, sizes]);
  return bias === undefined ? sized : emitter.node('Add', [sized[0], bias]);
}

export const quantisedLinearOperator: QuantisedLinearOperator = {
  name: 'quantisedLinear',
  infer,
  emit(call, emitter) {
    const [values, , matrix, scales] = call.inputs;
    const operands = [
      values,
      matrix,
      emitter.constant(float32([call.tensor.attributes.alpha], [])),
      scales,
      emitter.constant(zeroPoint),
    ];
    return finish(emitter.node('com.microsoft.MatMulIntegerToFloat', operands)[0], call, emitter);
  },
};

export const standardQuantisedLinearOperator: QuantisedLinearOperator = {
  name: 'standardQuantisedLinear',
  infer,
  emit(call, emitter) {
    const [values, , matrix, scales] = call.inputs;
    const sums = emitter.node('MatMulInteger', [values, matrix, emitter.constant(zeroPoint)])[0];
    const alpha = call.tensor.attributes.alpha;
    const units = alpha === 1 ? scales : emitter.node('Mul', [scales, emitter.constant(float32([alpha], []))])[0];
    const product = emitter.node('Mul', [emitter.node('Cast', [sums], { to: 1 })[0], units])[0];
    return finish(product, call, emitter);
  },
};
