// Encodes sentences with the frozen text tower.
import { frozenWeights } from '../clip/graph-weights.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import { float32Data } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import { hardPrompts, sentenceTokens } from '../method/hard-prompt.ts';
import { unit } from './vectors.ts';

export interface TextFeatures {
  /** [E] of each sentence, at unit length. */
  readonly features: readonly Float64Array[];
  /** Of each sentence, start and end included. */
  readonly tokens: readonly number[];
}

/** @throws MpaferError `text-too-long` that names the class and the sentence, `tokenizer` */
export async function textFeatures(
  engine: Engine,
  clip: ClipModel,
  sentences: readonly { readonly class: string; readonly sentence: string }[],
): Promise<TextFeatures> {
  const { config, weights } = clip;
  const tokenizer = await clip.tokenizer();
  const ids = sentences.map(({ class: name, sentence }) => sentenceTokens({ tokenizer, config }, name, sentence));
  const each = ids.map((own) => [own]);
  const program = await engine.compile({ text: hardPrompts(frozenWeights(weights).text, config, each).text });
  const data = float32Data((await program.run({})).text);
  await program.release();
  const width = config.embedding;
  return {
    features: ids.map((_, row) => unit(Float64Array.from(data.subarray(row * width, (row + 1) * width)))),
    tokens: ids.map((own) => own.length),
  };
}
