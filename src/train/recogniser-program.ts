// The compiled recogniser of a run: text features and visual prompts are fed, so that one program serves every epoch.

import { frozenWeights } from '../clip/graph-weights.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import type { NumericArray } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import { input, type Tensor } from '../graph/tensor.ts';
import type { MethodOptions } from '../method/options.ts';
import { pixelInput, recognise } from '../method/recogniser.ts';

/** What classifies: text features of the classes, and visual prompts or none. */
export interface Classifier {
  /** [C, E] */
  readonly text: NumericArray;
  /** [depth, N_p, Dv] */
  readonly visual?: NumericArray | undefined;
}

export interface Recognised {
  /** [B, C] */
  readonly probabilities: NumericArray;
  /** [B, C] */
  readonly logits: NumericArray;
  /** [B, C, N]; absent without a local branch. */
  readonly patchSimilarity?: NumericArray;
}

export interface RecogniserProgram {
  /** @param pixels [B, 3, S, S] */
  run(pixels: NumericArray, classifier: Classifier): Promise<Recognised>;
  release(): Promise<void>;
}

/** @param like a classifier of the shapes that will be fed */
export async function recogniserProgram(
  engine: Engine,
  clip: ClipModel,
  like: Classifier,
  options: Pick<MethodOptions, 'topPatches' | 'localWeight' | 'localFeature'>,
  scale: number,
  withPatches = false,
): Promise<RecogniserProgram> {
  const model = { config: clip.config, weights: frozenWeights(clip.weights) };
  const text = input('text', like.text.shape);
  const visual = like.visual && input('visual', like.visual.shape);
  const { probabilities, logits, patchSimilarity } = recognise(
    model,
    pixelInput(clip.config),
    text,
    visual,
    options,
    scale,
  );
  const outputs: Record<string, Tensor> = { probabilities, logits };
  if (withPatches && patchSimilarity) outputs.patchSimilarity = patchSimilarity;
  const program = await engine.compile(outputs);
  return {
    async run(pixels, { text, visual }) {
      const found = await program.run({ pixels, text, ...(visual && { visual }) });
      const { probabilities, logits, patchSimilarity } = found;
      return { probabilities: probabilities!, logits: logits!, ...(patchSimilarity && { patchSimilarity }) };
    },
    release: () => program.release(),
  };
}
