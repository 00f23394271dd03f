// Normalisation of the last axis: y = s (x - mean) r + b with r = 1 / sqrt(variance + epsilon), epsilon inside the root.
// With n = (x - mean) r and g = dy s:  dx = r (g - mean(g) - n mean(g n)),  ds = sum(dy n),  db = sum(dy).
import { float64, int64 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { fixed, sameShape, showShape } from '../../core/shape.ts';
import { applyAll, type Emitter, type Operator, requireSameType, scalar, type Tensor } from '../tensor.ts';
import { expand } from './expand.ts';
import { mean } from './mean.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';
import { subtract } from './subtract.ts';
import { sumTo } from './sum-to.ts';

/**
 * `x` [..., D] normalised along D, times `scale` [D], plus `bias` [D].
 *
 * @param x [..., D], float32 or float64
 * @param scale [D]
 * @param bias [D]
 * @param epsilon added to the variance, inside the root; CLIP has 1e-5
 * @throws MpaferError `shape` when `scale` or `bias` is not [D], or types differ
 * @example
 * ```ts
 * import { input, layerNorm } from 'mpafer/graph';
 * const x = input('x', ['B', 50, 768]);
 * console.log(layerNorm(x, input('scale', [768]), input('bias', [768]), 1e-5).shape); // [ 'B', 50, 768 ]
 * ```
 */
export const layerNorm = (x: Tensor, scale: Tensor, bias: Tensor, epsilon: number): Tensor =>
  applyAll(layerNormOperator, [x, scale, bias], { epsilon })[0]!;

export const layerNormOperator: Operator<
  [x: Tensor, scale: Tensor, bias: Tensor],
  { epsilon: number },
  [normal: Tensor, mean: Tensor, inverse: Tensor]
> = {
  name: 'layerNorm',
  infer([x, scale, bias]) {
    const type = requireSameType('layerNorm', [x, scale, bias]);
    const width = [x.shape.at(-1)!];
    if (!sameShape(scale.shape, width) || !sameShape(bias.shape, width)) {
      throw new MpaferError(
        'shape',
        `Cannot layerNorm shape ${showShape(x.shape)} with scale ${showShape(scale.shape)} and bias ${showShape(bias.shape)}: expected ${showShape(width)} for both`,
      );
    }
    const statistic = { shape: x.shape.with(-1, 1), type };
    return [{ shape: x.shape, type }, statistic, statistic];
  },
  emit({ inputs, tensor }, emitter) {
    const epsilon = tensor.attributes.epsilon;
    if (tensor.type === 'float64') return emitInSteps(inputs, epsilon, emitter);
    return emitter.node('LayerNormalization', inputs, { epsilon: { float: epsilon } }, 3);
  },
  derive(tensor, gradient) {
    const [x, scale, bias] = tensor.inputs as [Tensor, Tensor, Tensor];
    const [, centre, inverse] = applyAll(layerNormOperator, tensor.inputs, tensor.attributes) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const normal = multiply(subtract(x, centre), inverse);
    const share = scalar(1 / fixed(x.shape, -1), x.type);
    if (tensor.output === 1) return [expand(multiply(gradient, share), x.shape), undefined, undefined];
    if (tensor.output === 2) {
      // r = (variance + epsilon)^(-1/2): dx = -r^2 n / D.
      const square = multiply(multiply(inverse, inverse), share);
      return [negate(multiply(multiply(gradient, square), normal)), undefined, undefined];
    }
    const scaled = multiply(gradient, scale);
    const along = mean(multiply(scaled, normal), [-1], true);
    const centred = subtract(scaled, mean(scaled, [-1], true));
    return [
      multiply(inverse, subtract(centred, multiply(normal, along))),
      sumTo(multiply(gradient, normal), scale.shape),
      sumTo(gradient, bias.shape),
    ];
  },
};

/** ONNX keeps the statistics in float32 whatever the input is, so double precision needs them spelled out. */
function emitInSteps(inputs: readonly string[], epsilon: number, emitter: Emitter): readonly string[] {
  const [x, scale, bias] = inputs as [string, string, string];
  const step = (type: string, ...operands: string[]) => emitter.node(type, operands)[0];
  const last = emitter.constant(int64([-1], [1]));
  const centre = step('ReduceMean', x, last);
  const centred = step('Sub', x, centre);
  const variance = step('ReduceMean', step('Mul', centred, centred), last);
  const root = step('Sqrt', step('Add', variance, emitter.constant(float64([epsilon], []))));
  const inverse = step('Reciprocal', root);
  return [step('Add', step('Mul', step('Mul', centred, inverse), scale), bias), centre, inverse];
}
