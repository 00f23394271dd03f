// Alignment by distance: mean over rows and dimensions of |x - y| at unit length. Variant B of Eq. 3, the option of Eq. 7.
//
//   L = (1/RE) sum_r |x_r / |x_r| - y_r / |y_r||_1
//
// Range: 0 to 2 / sqrt(E). The paper's sum would be hundreds of times larger than the other losses; a mean leaves beta and gamma meaningful.
import { absolute } from '../../graph/ops/absolute.ts';
import { mean } from '../../graph/ops/mean.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { unitLength } from '../../nn/cosine.ts';

/** @param x [R, E] @param y [R, E] @returns scalar */
export const l1Alignment = (x: Tensor, y: Tensor): Tensor => mean(absolute(subtract(unitLength(x), unitLength(y))));
