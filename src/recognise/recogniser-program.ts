// The compiled recogniser of a run. Text features and visual prompts are inputs, so one program serves every epoch.

import { frozenWeights } from '../clip/graph-weights.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import type { Precision } from '../configuration/precision.ts';
import { type NumericArray, requireFloat32 } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import { input, type Tensor } from '../graph/tensor.ts';
import { adaptedTower } from '../method/low-rank-weights.ts';
import type { LocalOptions } from '../method/options.ts';
import { pixelInput, recognise } from '../method/recogniser.ts';
import { inPrecision } from './in-precision.ts';

/** What classifies: text features of the classes, and visual prompts or none. */
export interface Classifier {
  /** [C, E] */
  readonly text: NumericArray;
  /** [depth, N_p, Dv] */
  readonly visual?: NumericArray | undefined;
  /** [L, 3, 2, r, Dv], moves of the image tower's weights, or none. */
  readonly imageWeights?: NumericArray | undefined;
}

export interface Recognised {
  /** [B, C] */
  readonly probabilities: NumericArray<'float32'>;
  /** [B, C] */
  readonly logits: NumericArray<'float32'>;
  /** [B, C, N]; absent without a local branch. */
  readonly patchSimilarity?: NumericArray<'float32'>;
  /** [B, E] */
  readonly imageGlobal?: NumericArray<'float32'>;
  /** [B, C] */
  readonly globalSimilarity?: NumericArray<'float32'>;
  /** [B, C]; absent without a local branch. */
  readonly localSimilarity?: NumericArray<'float32'>;
}

/** Outputs beyond the scores; those not requested are never computed. */
export interface RecogniserExtras {
  readonly patches?: true;
  /** Global features, and the two similarities separately. */
  readonly alignment?: true;
}

/** How an image is compared with the text features, and what the image tower computes in, float32 by default. */
export type RecogniserOptions = LocalOptions & {
  readonly precision?: Precision;
  /** [C], added to the logits; none by default. */
  readonly advantage?: readonly number[] | undefined;
};

export interface RecogniserProgram {
  /** @param pixels [B, 3, S, S] */
  run(pixels: NumericArray, classifier: Classifier): Promise<Recognised>;
  release(): Promise<void>;
}

/** What a recogniser is compiled from, apart from CLIP. */
export interface RecogniserRequest {
  /** A classifier of the shapes that will be fed. */
  readonly like: Classifier;
  readonly options: RecogniserOptions;
  /** s, the factor on similarities. */
  readonly scale: number;
  readonly extras?: RecogniserExtras;
}

export async function recogniserProgram(
  engine: Engine,
  clip: ClipModel,
  { like, options, scale, extras = {} }: RecogniserRequest,
): Promise<RecogniserProgram> {
  const text = input('text', like.text.shape);
  const visual = like.visual && input('visual', like.visual.shape);
  const moves = like.imageWeights && input('imageWeights', like.imageWeights.shape);
  const weights = { image: adaptedTower(frozenWeights(clip.weights).image, moves) };
  const { probabilities, logits, patchSimilarity, imageGlobal, globalSimilarity, localSimilarity } = recognise(
    { config: clip.config, weights, pixels: pixelInput(clip.config), text, visual },
    { ...options, scale },
  );
  const outputs: Record<string, Tensor> = { probabilities, logits };
  if (extras.patches && patchSimilarity) outputs.patchSimilarity = patchSimilarity;
  if (extras.alignment)
    Object.assign(outputs, { imageGlobal, globalSimilarity }, localSimilarity && { localSimilarity });
  const program = await engine.compile(await inPrecision(options.precision ?? 'float32', clip, outputs));
  return {
    async run(pixels, { text, visual, imageWeights }) {
      const found = await program.run({
        pixels,
        text,
        ...(visual && { visual }),
        ...(imageWeights && { imageWeights }),
      });
      const { probabilities, logits, ...rest } = found;
      const others = Object.entries(rest).map(([name, array]) => [name, requireFloat32(array)] as const);
      return {
        probabilities: requireFloat32(probabilities!),
        logits: requireFloat32(logits!),
        ...Object.fromEntries(others),
      };
    },
    release: () => program.release(),
  };
}
