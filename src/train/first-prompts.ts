// The prompts before the first step, as a configuration asks for them; a residual, which faces may teach, is not among them.
import type { ClipConfig } from '../clip/config.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { plural } from '../core/plural.ts';
import type { Random } from '../core/random.ts';
import { initialBottleneck } from '../method/class-aware.ts';
import { initialContext, initialVisualPrompts } from '../method/initial-prompts.ts';
import { initialFactors } from '../method/low-rank-prompts.ts';
import { initialLowRankWeights } from '../method/low-rank-weights.ts';
import type { PromptArrays } from '../method/prompts.ts';
import { toFloat32 } from '../safetensors/half.ts';

/** @throws MpaferError `configuration` for settings of prompts that exclude each other */
export async function firstPrompts(
  clip: ClipModel,
  configuration: Configuration,
  classCount: number,
  source: Random,
): Promise<PromptArrays> {
  const { contextWords, promptRank, classAware, weightRank } = configuration;
  const words = contextWords === undefined ? undefined : await wordRows(clip, contextWords);
  const context = initialContext(configuration, clip.config, classCount, source, words);
  const tokens = context.shape.at(-2)!;
  refuseUnlikePrompts(configuration, tokens);
  return {
    context,
    ...(promptRank > 0
      ? { factors: initialFactors(configuration, clip.config, tokens, source) }
      : { visual: initialVisualPrompts(configuration, clip.config, source) }),
    ...(classAware && { bottleneck: initialBottleneck(clip.config, tokens, source) }),
    ...(weightRank > 0 && lowRankMoves(weightRank, clip.config, source)),
  };
}

function lowRankMoves(rank: number, { text, image }: ClipConfig, source: Random) {
  const of = (tower: 'text' | 'image') => source.split('weights', tower);
  return {
    textWeights: initialLowRankWeights(text, rank, of('text')),
    imageWeights: initialLowRankWeights(image, rank, of('image')),
  };
}

/** Prompts that would take each other's place, or that share a factor and differ in number. */
function refuseUnlikePrompts({ promptRank, visualPrompts, classAware }: Configuration, contextTokens: number): void {
  if (promptRank === 0) return;
  const refuse = (found: string, hint: string): never => {
    throw new MpaferError('configuration', `Cannot train with promptRank ${promptRank}: ${found}`, { hint });
  };
  if (classAware) refuse('classAware replaces the context in the same layers', 'Set classAware=false');
  if (visualPrompts !== contextTokens) {
    refuse(
      `the context has ${plural(contextTokens, 'token')} and visualPrompts is ${visualPrompts}; expected as many, as they share a factor`,
      `Set visualPrompts=${contextTokens}`,
    );
  }
}

/** Token embeddings [M, Dt] of the words that the context starts from. */
async function wordRows(clip: ClipModel, text: string): Promise<NumericArray<'float32'>> {
  const ids = (await clip.tokenizer()).words(text);
  const width = clip.config.text.width;
  const table = toFloat32(await clip.readWeight(clip.weights.text.tokenEmbedding));
  const rows = new Float32Array(ids.length * width);
  ids.forEach((id, row) => {
    rows.set(table.data.subarray(id * width, (id + 1) * width), row * width);
  });
  return float32(rows, [ids.length, width]);
}
