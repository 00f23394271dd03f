// A tensor of zeros of any shape, the batch included.
import type { DType } from '../../core/array.ts';
import type { Shape } from '../../core/shape.ts';
import { scalar, type Tensor } from '../tensor.ts';
import { expand } from './expand.ts';

/**
 * Zeros of `shape`.
 *
 * @param shape the batch included
 * @param type of the elements
 * @example
 * ```ts
 * import { zeros } from 'mpafer/graph';
 * console.log(zeros(['B', 7], 'float32').shape); // [ 'B', 7 ]
 * ```
 */
export const zeros = (shape: Shape, type: DType): Tensor => expand(scalar(0, type), shape);
