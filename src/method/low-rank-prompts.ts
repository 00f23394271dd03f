// Deep prompts of both towers from few numbers (MMLoP, arXiv 2602.21397): in each layer a product of two factors of low rank.
//
//   P^t_l = U_l' V^t_l  [M, Dt],   P^v_l = U_l' V^v_l  [M, Dv],   U_l [r, M] the same for both towers
//
// The shared factor couples text and image prompts: a token of one moves with the same token of the other. The paper's full text was not at hand;
// that the factor over tokens is the shared one is read off its 11.5 thousand numbers: 9 layers x (512 + 768 + 4 tokens) at rank 1. The text
// product of the first layer is added to the context, those of later layers replace it. What trains are the factors; what recognition and a
// checkpoint's visual prompts see is the product.
import type { ClipConfig } from '../clip/config.ts';
import { float32, type NumericArray } from '../core/array.ts';
import type { Random } from '../core/random.ts';
import { fixed } from '../core/shape.ts';
import { add } from '../graph/ops/add.ts';
import { expand } from '../graph/ops/expand.ts';
import { matMul } from '../graph/ops/mat-mul.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { transpose } from '../graph/ops/transpose.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { MethodOptions } from './options.ts';
import type { PerPrompt, PromptArrays, Prompts } from './prompts.ts';

/** Deviation of the products before the first step, that of other prompts. */
const deviation = 0.02;

/**
 * [U, V^t, V^v] of each layer before the first step: [L, r, M + Dt + Dv]. L is the depth of the shallower tower, or `visualDepth`.
 *
 * @param contextTokens M, of the context as it is
 */
export function initialFactors(
  { promptRank: rank, visualDepth = Number.POSITIVE_INFINITY }: Pick<MethodOptions, 'promptRank' | 'visualDepth'>,
  { text, image }: ClipConfig,
  contextTokens: number,
  random: Random,
): NumericArray<'float32'> {
  const layers = Math.min(text.layers, image.layers, visualDepth);
  const columns = contextTokens + text.width + image.width;
  const { normal } = random.split('factors');
  const values = Float32Array.from(
    { length: layers * rank * columns },
    (_, at) => (at % columns < contextTokens ? 1 : deviation / Math.sqrt(rank)) * normal(),
  );
  return float32(values, [layers, rank, columns]);
}

/** M, of factors [L, r, M + Dt + Dv]. */
const tokensOf = (factors: { readonly shape: readonly (number | string)[] }, { text, image }: Widths): number =>
  Number(factors.shape[2]) - text.width - image.width;

type Widths = { readonly [Tower in 'text' | 'image']: { readonly width: number } };

/** U' V of all layers, [L, M, D]. @param begin where V begins in the last axis @param width D */
function products(factors: Tensor, tokens: number, begin: number, width: number): Tensor {
  return matMul(transpose(slice(factors, 2, 0, tokens)), slice(factors, 2, begin, begin + width));
}

/** The visual prompts of a graph, [depth, N_p, Dv]: those that are learned themselves, or the product. */
export function visualPromptsOf({ visual, factors }: Prompts, config: Widths): Tensor | undefined {
  if (factors === undefined) return visual;
  const tokens = tokensOf(factors, config);
  return products(factors, tokens, tokens + config.text.width, config.image.width);
}

/** What a context becomes: at the first layer with the product added, and in later layers the product, for each of `classes`. */
export function lowRankContexts(
  context: Tensor,
  factors: Tensor,
  config: Widths,
  classes: number,
): { readonly first: Tensor; readonly later: readonly (Tensor | undefined)[] } {
  const tokens = tokensOf(factors, config);
  const width = config.text.width;
  const all = products(factors, tokens, tokens, width);
  const layer = (at: number) => slice(all, 0, at, at + 1);
  const later = Array.from({ length: fixed(factors.shape, 0) }, (_, at) =>
    at === 0 ? undefined : expand(layer(at), [classes, tokens, width]),
  );
  return { first: add(context, reshape(layer(0), [tokens, width])), later };
}

/** The visual prompts of numbers, as `visualPromptsOf` for graphs. */
export function shownVisualPrompts(
  { visual, factors }: PerPrompt<NumericArray<'float32'>>,
  config: Widths,
): PromptArrays['visual'] {
  if (factors === undefined) return visual;
  const [layers, rank, columns] = factors.shape as [number, number, number];
  const tokens = tokensOf(factors, config);
  const width = config.image.width;
  const found = new Float32Array(layers * tokens * width);
  for (let at = 0; at < found.length; at++) {
    const [layer, token, column] = [Math.floor(at / (tokens * width)), Math.floor(at / width) % tokens, at % width];
    let sum = 0;
    for (let part = 0; part < rank; part++) {
      const row = (layer * rank + part) * columns;
      sum += factors.data[row + token]! * factors.data[row + columns - width + column]!;
    }
    found[at] = sum;
  }
  return float32(found, [layers, tokens, width]);
}
