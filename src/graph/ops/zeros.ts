// A tensor of zeros of any shape, the batch included.
import type { DType } from '../../core/array.ts';
import type { Shape } from '../../core/shape.ts';
import { scalar, type Tensor } from '../tensor.ts';
import { expand } from './expand.ts';

/** Zeros of `shape`. */
export const zeros = (shape: Shape, type: DType): Tensor => expand(scalar(0, type), shape);
