// The outputs of an exported recogniser, by their names in the file.
import type { ClipConfig } from '../clip/config.ts';
import type { ImageTowerWeights } from '../clip/weights.ts';
import { divide } from '../graph/ops/divide.ts';
import { softmax } from '../graph/ops/softmax.ts';
import { constant, scalar, type Tensor } from '../graph/tensor.ts';
import { pixelInput, recognise } from '../method/recogniser.ts';
import type { Exportable } from './exportable.ts';

/** Name of the only input, [B, 3, S, S]. */
export const pixelsName = 'pixels';

export type RecogniserOutput = 'probabilities' | 'global_similarity' | 'local_similarity' | 'top_patches';

/** What each output is, for the file's metadata; C classes, k patches. */
export const outputMeanings = ({ localMatch }: Exportable['head']): Readonly<Record<RecogniserOutput, string>> => ({
  probabilities: '[B, C] probability of each class, summing to 1; calibrated if training had a validation split',
  global_similarity: '[B, C] cosine of the whole image with each class',
  ...(localMatch === 'transport'
    ? {
        local_similarity: '[B, C] cosine of all patches with each class, weighted by how transport divides them',
        top_patches: '[B, C, k] indices of the patches of most weight, counted row by row from the top left',
      }
    : {
        local_similarity: '[B, C] mean cosine of the k most similar patches with each class',
        top_patches: '[B, C, k] indices of those patches, most similar first, counted row by row from the top left',
      }),
});

/** Text features and prompts become constants; local outputs are absent without a local branch. */
export function recogniserOutputs(
  config: ClipConfig,
  image: ImageTowerWeights<Tensor>,
  { text, visual, head, scale, temperature }: Exportable,
): Readonly<Record<string, Tensor>> {
  const parts = { pixels: pixelInput(config), text: constant(text), visual: visual && constant(visual) };
  const found = recognise({ config, weights: { image }, ...parts }, { ...head, scale });
  return {
    probabilities: temperature === 1 ? found.probabilities : softmax(divide(found.logits, scalar(temperature))),
    global_similarity: found.globalSimilarity,
    ...(found.localSimilarity && { local_similarity: found.localSimilarity, top_patches: found.topPatches! }),
  };
}
