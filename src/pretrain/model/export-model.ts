// A pretrained model in the usual files of a CLIP: config.json, model.safetensors, tokenizer.json.

import { type ClassShares, classSharesKey } from '../../clip/class-shares.ts';
import { type ClipConfig, clipConfigJson } from '../../clip/config.ts';
import { huggingFaceNames } from '../../clip/hugging-face-names.ts';
import type { TokenizerJson } from '../../clip/tokenizer-json.ts';
import { listWeights } from '../../clip/weights.ts';
import type { NumericArray } from '../../core/array.ts';
import { json } from '../../core/json.ts';
import { toFloat16 } from '../../safetensors/half.ts';
import { writeSafetensors } from '../../safetensors/write.ts';
import { colourKernel } from '../batches/greyscale.ts';
import type { Parameters } from '../optimiser/parameters.ts';

/**
 * The content of each file, by name. Weights are float16 under Hugging Face's names; the patch embedding takes colour images.
 *
 * @param shares how frequent classes were in training, for `config.json`
 */
export function exportModel(
  config: ClipConfig,
  parameters: Parameters,
  tokenizer: TokenizerJson,
  shares?: ClassShares,
): Readonly<Record<string, Uint8Array | string>> {
  const tensors: Record<string, NumericArray> = {};
  for (const [path, { name }] of listWeights(huggingFaceNames(config.image.layers, config.text.layers))) {
    const weight =
      path === 'image.patchEmbedding' ? colourKernel(parameters.get('image.kernel')!) : parameters.get(path);
    if (weight === undefined) throw new Error(`no parameter "${path}"`);
    tensors[name] = toFloat16(weight);
  }
  return {
    'config.json': json({ ...clipConfigJson(config), ...(shares && { [classSharesKey]: shares }) }),
    'model.safetensors': writeSafetensors(tensors, { format: 'pt' }),
    'tokenizer.json': `${JSON.stringify(tokenizer)}\n`,
  };
}
