// Weights that move by a product of low rank (CLIP-LoRA, arXiv 2405.18541): the query, key and value matrices of every layer of both towers.
//
//   W' = W + (1 / r) B A,   A [r, D], B [D, r]        alpha = 1
//
// A starts Gaussian and B at zero, so that before the first step the towers are plain CLIP's. All of a tower is one tensor [L, 3, 2, r, D]: of each
// layer query, key and value, of each A and the transposed B. As in its code alpha is 1, but divided by r as in the paper's text, not by its root;
// its dropout of 0.25 is left out, since a compiled step has no random numbers.
import type { TransformerConfig } from '../clip/config.ts';
import { float32, type NumericArray } from '../core/array.ts';
import type { Random } from '../core/random.ts';
import { fixed } from '../core/shape.ts';
import { add } from '../graph/ops/add.ts';
import { matMul } from '../graph/ops/mat-mul.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { transpose } from '../graph/ops/transpose.ts';
import { scalar, type Tensor } from '../graph/tensor.ts';
import type { Block } from '../nn/block.ts';

/** The factors of a tower before the first step, [L, 3, 2, r, D]. @param random of this tower */
export function initialLowRankWeights(
  { layers, width }: Pick<TransformerConfig, 'layers' | 'width'>,
  rank: number,
  { normal }: Random,
): NumericArray<'float32'> {
  const half = rank * width;
  const values = Float32Array.from({ length: layers * 6 * half }, (_, at) =>
    Math.floor(at / half) % 2 === 0 ? normal() / Math.sqrt(3 * width) : 0,
  );
  return float32(values, [layers, 3, 2, rank, width]);
}

/** A tower whose blocks have moved weights; the tower itself without factors. @param factors [L, 3, 2, r, D] */
export function adaptedTower<Tower extends { readonly blocks: readonly Block[] }>(
  tower: Tower,
  factors: Tensor | undefined,
): Tower {
  if (factors === undefined) return tower;
  const [rank, width] = [fixed(factors.shape, 3), fixed(factors.shape, 4)];
  const part = (layer: number, matrix: number, factor: number) => {
    const own = slice(slice(slice(factors, 0, layer, layer + 1), 1, matrix, matrix + 1), 2, factor, factor + 1);
    return reshape(own, [rank, width]);
  };
  const blocks = tower.blocks.map((block, layer) => {
    const moved = ({ weight, bias }: Block['attention']['query'], matrix: number) => {
      const product = matMul(transpose(part(layer, matrix, 1)), part(layer, matrix, 0));
      return { weight: add(weight, multiply(product, scalar(1 / rank, product.type))), bias };
    };
    const { query, key, value, output } = block.attention;
    return { ...block, attention: { query: moved(query, 0), key: moved(key, 1), value: moved(value, 2), output } };
  });
  return { ...tower, blocks };
}
