// A weight matrix applied to the last axis: the product that nearly all time goes into. With frozen weights its
// derivative is the same operator with the matrix the other way round, so both passes have a constant right-hand side.
import { MpaferError } from '../../core/errors.ts';
import { sameShape, showShape } from '../../core/shape.ts';
import { apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { contractRows } from './contract-rows.ts';
import { sumTo } from './sum-to.ts';

/** Which way round the matrix is stored. */
export type MatrixLayout = 'out-in' | 'in-out';

/** x [..., I] times a matrix stored as [O, I] (`out-in`: y = x W') or [I, O] (`in-out`: y = x W), plus a bias [O] = [..., O]. */
export const linear = (x: Tensor, matrix: Tensor, layout: MatrixLayout, bias?: Tensor): Tensor =>
  apply(linearOperator, bias === undefined ? [x, matrix] : [x, matrix, bias], { layout });

export const linearOperator: Operator = {
  name: 'linear',
  infer(inputs, { layout }) {
    const [x, matrix, bias] = inputs;
    const type = requireSameType('linear', inputs);
    const [length, out] = layout === 'out-in' ? [matrix!.shape[1], matrix!.shape[0]] : matrix!.shape;
    if (x!.shape.length < 1 || matrix!.shape.length !== 2 || x!.shape.at(-1) !== length) {
      throw new MpaferError(
        'shape',
        `Cannot apply a linear map of shape ${showShape(matrix!.shape)} (${layout}) to shape ${showShape(x!.shape)}: its input length must equal the last axis`,
      );
    }
    if (bias !== undefined && !sameShape(bias.shape, [out!])) {
      throw new MpaferError(
        'shape',
        `Cannot add a bias of shape ${showShape(bias.shape)} to a linear map of shape ${showShape(matrix!.shape)} (${layout}): must be [${out}]`,
      );
    }
    return [{ shape: [...x!.shape.slice(0, -1), out!], type }];
  },
  emit({ inputs: [x, ...others], tensor }, emitter) {
    // One large matrix product: leading axes are merged, which costs nothing.
    const rank = tensor.inputs[0]!.shape.length;
    const flat = rank === 2 ? x! : emitter.node('Flatten', [x!], { axis: rank - 1 })[0]!;
    const product = emitter.node('Gemm', [flat, ...others], { transB: tensor.attributes.layout === 'out-in' ? 1 : 0 });
    if (rank === 2) return product;
    return emitter.node('Reshape', [product[0]!, emitter.shape(tensor.shape)]);
  },
  derive({ inputs: [x, matrix, bias], attributes: { layout } }, gradient) {
    // y = x W': dx = dy W, dW = dy' x. y = x W: dx = dy W', dW = x' dy. db = sum(dy).
    const toBias = bias === undefined ? undefined : sumTo(gradient, bias.shape);
    return layout === 'out-in'
      ? [linear(gradient, matrix!, 'in-out'), contractRows(gradient, x!), toBias]
      : [linear(gradient, matrix!, 'out-in'), contractRows(x!, gradient), toBias];
  },
};
