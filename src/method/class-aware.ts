// Class-aware tokens (TCP, arXiv 2311.18231): a bottleneck turns what plain CLIP knows of a class into rows of its context.
//
//   T_c = U' f(D g*_c / |g*_c|),   D [H, E],  U [H, M Dt],  f quick GELU
//
// In the middle of the text tower they replace the M context rows of the class. The context itself may be the same for all classes; D and U
// are too, so that a class without faces has tokens of its own from its hard prompt alone. As in TCP's code, H is E / 4 and the
// layer two thirds down (8 of 12), but before the last; as in its paper, there are no biases.
import type { ClipConfig } from '../clip/config.ts';
import { float32, type NumericArray } from '../core/array.ts';
import type { Random } from '../core/random.ts';
import { fixed } from '../core/shape.ts';
import { linear } from '../graph/ops/linear.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import type { Tensor } from '../graph/tensor.ts';
import { quickGelu } from '../nn/activation.ts';
import { unitLength } from '../nn/cosine.ts';

/**
 * [D, U] before the first step: [H, E + M Dt], Gaussian, with the deviations of PyTorch's linear layers.
 *
 * @param contextTokens M, of the context as it is
 */
export function initialBottleneck(
  { embedding, text }: ClipConfig,
  contextTokens: number,
  random: Random,
): NumericArray<'float32'> {
  const hidden = Math.max(1, Math.floor(embedding / 4));
  const columns = embedding + contextTokens * text.width;
  const { normal } = random.split('bottleneck');
  const [down, up] = [1 / Math.sqrt(3 * embedding), 1 / Math.sqrt(3 * hidden)];
  const values = Float32Array.from(
    { length: hidden * columns },
    (_, at) => (at % columns < embedding ? down : up) * normal(),
  );
  return float32(values, [hidden, columns]);
}

/**
 * What the context rows become, by layer of the text tower.
 *
 * @param bottleneck [H, E + M Dt]
 * @param hardText g* [C, E], of any length
 */
export function classAwareContexts(
  bottleneck: Tensor,
  hardText: Tensor,
  { text }: ClipConfig,
): readonly (Tensor | undefined)[] {
  const [classes, embedding] = [fixed(hardText.shape, 0), fixed(hardText.shape, 1)];
  const columns = fixed(bottleneck.shape, 1);
  const hidden = quickGelu(linear(unitLength(hardText), slice(bottleneck, 1, 0, embedding), 'out-in'));
  const rows = linear(hidden, slice(bottleneck, 1, embedding, columns), 'in-out');
  const tokens = reshape(rows, [classes, (columns - embedding) / text.width, text.width]);
  const layer = layerOf(text.layers);
  return Array.from({ length: layer + 1 }, (_, at) => (at === layer ? tokens : undefined));
}

/** Of towers with one layer or two, the last. */
const layerOf = (layers: number): number =>
  Math.min(layers - 1, Math.max(1, Math.min(Math.floor((2 * layers) / 3), layers - 2)));
