// Class vectors from the text tower: the mean embedding, at unit length, of some sentences about each class.
import type { ClipConfig } from '../../clip/config.ts';
import { tokenBatch } from '../../clip/token-batch.ts';
import type { Tokenizer } from '../../clip/tokenizer.ts';
import { float32, float32Data, type NumericArray } from '../../core/array.ts';
import { type Expression, expressions } from '../../data/expressions.ts';
import type { Engine } from '../../engine/engine.ts';
import { unitLength } from '../../nn/cosine.ts';
import { lexicon } from '../captions/lexicon.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import { captionFeatures } from '../stages/text-stage.ts';
import { feedsFor } from '../stages/trainer.ts';

/** Sets of prompts for a class: a plain sentence, one with a description, and several to be averaged. */
export const promptSets: Readonly<Record<string, (expression: Expression) => readonly string[]>> = {
  'one sentence': (name) => [`a photo of a person making a facial expression of ${name}`],
  described: (name) => [
    `a photo of a person making a facial expression of ${name}, ${lexicon[name].cues.map(([wording]) => wording).join(', ')}`,
  ],
  templates: (name) => {
    const word = lexicon[name].adjectives[0]!;
    return [
      `a photo of ${name}`,
      `a photo of a person making a facial expression of ${name}`,
      `a photo of a ${word} looking face.`,
      `a photo of a face showing the emotion: ${word}.`,
      `a face that looks ${word}.`,
      `look at how ${word} they are.`,
    ];
  },
};

export interface PromptVectors {
  /** [texts, E] at unit length. */
  encode(parameters: Parameters): Promise<NumericArray>;
  release(): Promise<void>;
}

/** Compiles a program that embeds the given texts under any parameters. */
export async function textVectors(
  engine: Engine,
  config: ClipConfig,
  tokenizer: Tokenizer,
  texts: readonly string[],
): Promise<PromptVectors> {
  const tokens = tokenBatch(
    texts.map((text) => tokenizer.encode(text)),
    config.text,
  );
  const program = await engine.compile({ text: unitLength(captionFeatures(config, texts.length, tokens.length)) });
  return {
    async encode(parameters) {
      const { text } = await program.run(feedsFor(program, parameters, { ids: tokens.ids, ends: tokens.ends }));
      return text;
    },
    release: () => program.release(),
  };
}

/** Class vectors [C, E] for each set of prompts. */
export async function promptVectors(engine: Engine, config: ClipConfig, tokenizer: Tokenizer, parameters: Parameters) {
  const sets: Record<string, NumericArray> = {};
  for (const [name, sentences] of Object.entries(promptSets)) {
    const each = expressions.map(sentences);
    const program = await textVectors(engine, config, tokenizer, each.flat());
    const vectors = await program.encode(parameters);
    await program.release();
    sets[name] = meansOf(
      float32Data(vectors),
      each.map(({ length }) => length),
      config.embedding,
    );
  }
  return sets;
}

function meansOf(rows: Float32Array, counts: readonly number[], width: number): NumericArray {
  const result = new Float32Array(counts.length * width);
  let row = 0;
  counts.forEach((count, index) => {
    for (let member = 0; member < count; member++, row++)
      for (let i = 0; i < width; i++) result[index * width + i] = result[index * width + i]! + rows[row * width + i]!;
  });
  return float32(result, [counts.length, width]);
}
