// The step of Muon as a graph: a momentum matrix with all singular values brought close to 1 (Jordan et al. 2024).
import { fixed } from '../../core/shape.ts';
import { add } from '../../graph/ops/add.ts';
import { matMul } from '../../graph/ops/mat-mul.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';

/** Coefficients of the quintic a x + b x^3 + c x^5, chosen for a steep slope at 0: five rounds map 0.001 .. 1 to 0.7 .. 1.2. */
const [a, b, c] = [3.4445, -4.775, 2.0315];
const rounds = 5;

/** Approximates U V' of the singular value decomposition of each matrix in `x` [.., I, J], whose Frobenius norms must not exceed 1. */
export function orthogonalise(x: Tensor): Tensor {
  const [rows, columns] = [fixed(x.shape, -2), fixed(x.shape, -1)];
  // The Gram matrix of the shorter side is cheaper.
  const turn = rows > columns;
  let y = turn ? transpose(x) : x;
  for (let round = 0; round < rounds; round++) {
    const gram = matMul(y, transpose(y));
    const factor = add(multiply(gram, scalar(b, x.type)), multiply(matMul(gram, gram), scalar(c, x.type)));
    y = add(multiply(y, scalar(a, x.type)), matMul(factor, y));
  }
  return turn ? transpose(y) : y;
}
