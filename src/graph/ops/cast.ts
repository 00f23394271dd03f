// Another element type. Between float types the gradient is cast back; into or out of whole numbers and truth values none flows.
import type { DType } from '../../core/array.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';

/**
 * `x` as elements of `type`.
 *
 * @param x any shape
 * @param type `x` itself is returned where it has this type already
 * @example
 * ```ts
 * import { cast, input } from 'mpafer/graph';
 * console.log(cast(input('ids', [3], 'int64'), 'float32').type); // float32
 * ```
 */
export const cast = (x: Tensor, type: DType): Tensor => (x.type === type ? x : apply(castOperator, [x], { type }));

const floats: readonly DType[] = ['float32', 'float64', 'float16', 'bfloat16'];

/** ONNX's numbers for element types (TensorProto.DataType). */
export const onnxTypes: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
};

export const castOperator: Operator<[x: Tensor], { type: DType }> = {
  name: 'cast',
  infer: ([x], { type }) => [{ shape: x.shape, type }],
  emit: ({ inputs, tensor }, emitter) => emitter.node('Cast', inputs, { to: onnxTypes[tensor.type] }),
  derive({ inputs: [x], type }, gradient) {
    return [floats.includes(x.type) && floats.includes(type) ? cast(gradient, x.type) : undefined];
  },
};
