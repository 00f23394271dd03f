// A weight matrix applied to the last axis: the product that nearly all time goes into. With frozen weights its
// derivative is the same operator with the matrix the other way round, so both passes have a constant right-hand side.
import { int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { showShape } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { contractRows } from './contract-rows.ts';

/** Which way round the matrix is stored. */
export type MatrixLayout = 'out-in' | 'in-out';

/** x [..., I] times a matrix stored as [O, I] (`out-in`: y = x W') or [I, O] (`in-out`: y = x W) = [..., O]. */
export const linear = (x: Tensor, matrix: Tensor, layout: MatrixLayout): Tensor =>
  apply(linearOperator, [x, matrix], { layout });

export const linearOperator: Operator = {
  name: 'linear',
  infer([x, matrix], { layout }) {
    const type = requireSameType('linear', [x!, matrix!]);
    const [length, out] = layout === 'out-in' ? [matrix!.shape[1], matrix!.shape[0]] : matrix!.shape;
    if (x!.shape.length < 1 || matrix!.shape.length !== 2 || x!.shape.at(-1) !== length) {
      throw new MpaferError(
        'shape',
        `Cannot apply a linear map of shape ${showShape(matrix!.shape)} (${layout}) to shape ${showShape(x!.shape)}: its input length must equal the last axis`,
      );
    }
    return [{ shape: [...x!.shape.slice(0, -1), out!], type }];
  },
  emit({ inputs: [x, matrix], tensor }, emitter) {
    // One large matrix product: leading axes are merged, which costs nothing.
    const source = tensor.inputs[0]!;
    const rows = (length: number) => emitter.constant(int64([-1, length], [2]));
    const flat =
      source.shape.length === 2 ? x! : emitter.node('Reshape', [x!, rows(source.shape.at(-1) as number)])[0]!;
    const transB = tensor.attributes.layout === 'out-in' ? 1 : 0;
    const product = emitter.node('Gemm', [flat, matrix!], { transB });
    if (tensor.shape.length === 2) return product;
    return emitter.node('Reshape', [product[0]!, emitter.shape(tensor.shape)]);
  },
  derive({ inputs: [x, matrix], attributes: { layout } }, gradient) {
    // y = x W': dx = dy W, dW = dy' x. y = x W: dx = dy W', dW = x' dy.
    return layout === 'out-in'
      ? [linear(gradient, matrix!, 'in-out'), contractRows(gradient, x!)]
      : [linear(gradient, matrix!, 'out-in'), contractRows(x!, gradient)];
  },
};
