// Alignment by angle: mean over rows of 1 - cos. Variant C of Eq. 3 on text, the default of Eq. 7 on images.
//
//   L = (1/R) sum_r (1 - cos(x_r, y_r))
//
// Range: 0 to 2; about 1 for unrelated rows.
import { mean } from '../../graph/ops/mean.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';
import { rowCosines } from '../../nn/cosine.ts';

/** @param x [R, E] @param y [R, E] @returns scalar */
export const cosineAlignment = (x: Tensor, y: Tensor): Tensor => subtract(scalar(1, x.type), mean(rowCosines(x, y)));
