// Elementwise error function, for exact GELU. d/dx = 2 / sqrt(pi) e^(-x^2).
import { float64, int64 } from '../../core/array.ts';
import { apply, type Emitter, type Operator, scalar, type Tensor } from '../tensor.ts';
import { exp } from './exp.ts';
import { multiply } from './multiply.ts';
import { negate } from './negate.ts';

/**
 * erf x.
 *
 * @param x any shape, of a floating-point type
 * @example
 * ```ts
 * import { erf, input } from 'mpafer/graph';
 * const x = input('x', ['B', 7]);
 * console.log(erf(x).shape); // [ 'B', 7 ]
 * ```
 */
export const erf = (x: Tensor): Tensor => apply(erfOperator, [x]);

export const erfOperator: Operator<[x: Tensor]> = {
  name: 'erf',
  infer: ([x]) => [{ shape: x.shape, type: x.type }],
  emit: ({ inputs, tensor }, emitter) =>
    tensor.type === 'float64' ? emitFloat64(inputs[0], emitter) : emitter.node('Erf', inputs),
  derive: (y, gradient) => [
    multiply(
      gradient,
      multiply(scalar(2 / Math.sqrt(Math.PI), y.type), exp(negate(multiply(y.inputs[0], y.inputs[0])))),
    ),
  ],
};

/**
 * ONNX Runtime has no Erf in double precision, so there, where graphs are only proved, it is its integral by Gauss and
 * Legendre: erf x = 2x / sqrt(pi) times the integral of e^(-x^2 t^2) over t from 0 to 1. Beyond 6 it is 1 to the last bit.
 */
function emitFloat64(x: string, emitter: Emitter): readonly string[] {
  const node = (type: string, ...from: string[]) => emitter.node(type, from)[0];
  const { points, weights } = legendre(40);
  const scaled = weights.map((share) => (2 / Math.sqrt(Math.PI)) * share);
  const near = node('Clip', x, emitter.constant(float64([-6], [])), emitter.constant(float64([6], [])));
  const column = node('Unsqueeze', near, emitter.constant(int64([-1], [1])));
  const exponents = emitter.constant(
    float64(
      points.map((t) => -t * t),
      [points.length],
    ),
  );
  const integrand = node('Exp', node('Mul', node('Mul', column, column), exponents));
  const integral = node('MatMul', integrand, emitter.constant(float64(scaled, [points.length])));
  return [node('Mul', near, integral)];
}

/** Points and weights of the Gauss-Legendre rule on 0 .. 1: roots of the Legendre polynomial, by Newton's method. */
function legendre(count: number): { points: number[]; weights: number[] } {
  const points: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < count; index++) {
    let root = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 10; round++) {
      let [before, value] = [1, root];
      for (let degree = 2; degree <= count; degree++) {
        [before, value] = [value, ((2 * degree - 1) * root * value - (degree - 1) * before) / degree];
      }
      slope = (count * (root * value - before)) / (root * root - 1);
      root -= value / slope;
    }
    points.push((root + 1) / 2);
    weights.push(1 / ((1 - root * root) * slope * slope));
  }
  return { points, weights };
}
