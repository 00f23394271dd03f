// A linear map with whole numbers: weights of 7 bits, one scale an output; activations of 8 bits, one scale a row. Four times smaller, and faster.
import { float32, int64, type NumericArray } from '../core/array.ts';
import { apply, constant, type Emitter, type Operator, type Tensor } from '../graph/tensor.ts';

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
const activationLimit = 127;
/** Activations are numbers from -127 to 127 around this zero. */
const zeroPoint: NumericArray = { type: 'uint8', shape: [], data: Uint8Array.of(128) };

/** Rounds a matrix [O, I], each output by its own scale. */
export function quantiseMatrix({ shape, data }: NumericArray): QuantisedMatrix {
  const [outputs, length] = shape as [number, number];
  const values = new Int8Array(outputs * length);
  const scales = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const row = data.subarray(output * length, (output + 1) * length) as Float32Array;
    const scale = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / weightLimit || 1;
    scales[output] = scale / activationLimit;
    for (let index = 0; index < length; index++) values[index * outputs + output] = Math.round(row[index]! / scale);
  }
  return {
    values: constant({ type: 'int8', shape: [length, outputs], data: values }),
    scales: constant(float32(scales, [outputs])),
  };
}

/** `x` [..., I] times the matrix, plus `bias` [O] = [..., O]. A row's result does not depend on the other rows. */
export const quantisedLinear = (x: Tensor, { values, scales }: QuantisedMatrix, bias: Tensor): Tensor =>
  apply(quantisedLinearOperator, [x, values, scales, bias]);

export const quantisedLinearOperator: Operator = {
  name: 'quantisedLinear',
  infer: ([x, values]) => [{ shape: [...x!.shape.slice(0, -1), values!.shape[1]!], type: 'float32' }],
  emit({ inputs: [x, values, scales, bias], tensor }, emitter: Emitter) {
    const node = (type: string, from: readonly string[], attributes = {}) => emitter.node(type, from, attributes)[0]!;
    const number = (value: number) => emitter.constant(float32([value], []));
    const rank = tensor.shape.length;
    const rows = rank === 2 ? x! : node('Flatten', [x!], { axis: rank - 1 });
    // Each row is divided by its largest magnitude, and multiplied by it afterwards.
    const largest = node('ReduceMax', [node('Abs', [rows]), emitter.constant(int64([-1], [1]))]);
    const size = node('Max', [largest, number(1e-30)]);
    const zero = emitter.constant(zeroPoint);
    const whole = node('QuantizeLinear', [node('Div', [rows, size]), number(1 / activationLimit), zero]);
    const sums = node('Cast', [node('MatMulInteger', [whole, values!, zero])], { to: 1 });
    const result = node('Add', [node('Mul', [node('Mul', [sums, scales!]), size]), bias!]);
    return [rank === 2 ? result : node('Reshape', [result, emitter.shape(tensor.shape)])];
  },
};
