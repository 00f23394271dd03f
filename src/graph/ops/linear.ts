// A weight matrix applied to the last axis: the product that nearly all time goes into. With frozen weights its
// derivative is the same operator with the matrix the other way round, so both passes have a constant right-hand side.
import { MpaferError } from '../../core/errors.ts';
import { sameShape, showShape } from '../../core/shape.ts';
import { type Applied, apply, type Operator, requireSameType, type Tensor } from '../tensor.ts';
import { contractRows } from './contract-rows.ts';
import { emitReshape } from './reshape.ts';
import { scaled, withoutFactor } from './scaled.ts';
import { sumTo } from './sum-to.ts';

/** Which way round the matrix is stored. */
export type MatrixLayout = 'out-in' | 'in-out';

/** Factors of the product and of the bias; absent is 1. */
export type LinearFactors = {
  readonly alpha?: number;
  readonly beta?: number;
};

type LinearInputs = [x: Tensor, matrix: Tensor, ...bias: Tensor[]];

type LinearAttributes = LinearFactors & { readonly layout: MatrixLayout };

/**
 * x [..., I] times a matrix stored as [O, I] (`out-in`: y = x W') or [I, O] (`in-out`: y = x W), plus a bias [O] = [..., O].
 * A number that x was multiplied by goes into the product, where it costs nothing.
 *
 * @param x [..., I]
 * @param matrix [O, I] or [I, O]
 * @param layout which of the two: `out-in`, as PyTorch stores it, or `in-out`
 * @param bias [O]; none by default
 * @throws MpaferError `shape` when lengths do not fit or types differ
 * @example
 * ```ts
 * import { input, linear } from 'mpafer/graph';
 * const x = input('x', ['B', 768]);
 * console.log(linear(x, input('matrix', [512, 768]), 'out-in').shape); // [ 'B', 512 ]
 * ```
 */
export function linear(x: Tensor, matrix: Tensor, layout: MatrixLayout, bias?: Tensor): Tensor {
  const { tensor, factor } = withoutFactor(x);
  return linearWith(tensor, matrix, layout, bias, factor === 1 ? {} : { alpha: factor });
}

const linearWith = (
  x: Tensor,
  matrix: Tensor,
  layout: MatrixLayout,
  bias: Tensor | undefined,
  factors: LinearFactors,
): Tensor => apply(linearOperator, bias === undefined ? [x, matrix] : [x, matrix, bias], { layout, ...factors });

/** A linear map's result times a number: the same map with other factors. */
export const scaledLinear = (
  { inputs: [x, matrix, bias], attributes }: Applied<LinearInputs, LinearAttributes>,
  factor: number,
): Tensor => {
  const { layout, alpha = 1, beta = 1 } = attributes;
  const factors = { alpha: alpha * factor, ...(bias && { beta: beta * factor }) };
  return linearWith(x, matrix, layout, bias, factors);
};

export const linearOperator: Operator<LinearInputs, LinearAttributes> = {
  name: 'linear',
  infer(inputs, { layout }) {
    const [x, matrix, bias] = inputs;
    const type = requireSameType('linear', inputs);
    const [length, out] = layout === 'out-in' ? [matrix.shape[1], matrix.shape[0]] : matrix.shape;
    if (x.shape.length < 1 || matrix.shape.length !== 2 || x.shape.at(-1) !== length) {
      throw new MpaferError(
        'shape',
        `Cannot apply a linear map of shape ${showShape(matrix.shape)} (${layout}) to shape ${showShape(x.shape)}: expected its input length to equal the last axis`,
      );
    }
    if (bias !== undefined && !sameShape(bias.shape, [out!])) {
      throw new MpaferError(
        'shape',
        `Cannot add a bias of shape ${showShape(bias.shape)} to a linear map of shape ${showShape(matrix.shape)} (${layout}); expected [${out}]`,
      );
    }
    return [{ shape: [...x.shape.slice(0, -1), out!], type }];
  },
  emit({ inputs: [x, ...others], tensor }, emitter) {
    // One large matrix product: leading axes are merged, which costs nothing.
    const rank = tensor.inputs[0].shape.length;
    const flat = rank === 2 ? x : emitter.node('Flatten', [x], { axis: rank - 1 })[0];
    const { layout, alpha, beta } = tensor.attributes;
    const product = emitter.node('Gemm', [flat, ...others], {
      transB: layout === 'out-in' ? 1 : 0,
      ...(alpha !== undefined && { alpha: { float: alpha } }),
      ...(beta !== undefined && { beta: { float: beta } }),
    });
    if (rank === 2) return product;
    // With one batch axis, ONNX infers its length as what remains.
    const { shape } = tensor;
    if (shape.filter((length) => length === 'B').length > 1) {
      return emitter.node('Reshape', [product[0], emitter.shape(shape)]);
    }
    return emitReshape(product[0], shape, emitter);
  },
  derive({ inputs: [x, matrix, bias], attributes }, gradient) {
    // y = a x W' + c b: dx = a dy W, dW = a dy' x, db = c sum(dy). y = a x W + c b: dx = a dy W', dW = a x' dy.
    const { layout, alpha, beta = 1 } = attributes;
    const other = layout === 'out-in' ? 'in-out' : 'out-in';
    const outer = layout === 'out-in' ? contractRows(gradient, x) : contractRows(x, gradient);
    return [
      linearWith(gradient, matrix, other, undefined, alpha === undefined ? {} : { alpha }),
      scaled(outer, alpha ?? 1),
      bias === undefined ? undefined : scaled(sumTo(gradient, bias.shape), beta),
    ];
  },
};
