// The task as the model sees it: class names and hard prompts as tokens, and their features from the frozen text tower.

import { frozenWeights } from '../clip/graph-weights.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import type { NumericArray } from '../core/array.ts';
import type { Engine } from '../engine/engine.ts';
import { type Descriptions, hardPrompts, hardSentences, sentenceTokens, spokenName } from '../method/hard-prompt.ts';
import type { Frozen } from '../method/objective.ts';
import type { MethodOptions } from '../method/options.ts';

export interface Task extends Frozen {
  readonly clip: ClipModel;
  readonly classNames: readonly string[];
  /** The hard prompts of each class, as text. */
  readonly sentences: readonly (readonly string[])[];
  /** t* [C, Dt] */
  readonly hardTokens: NumericArray;
  /** g* [C, E] */
  readonly hardText: NumericArray;
}

/** Features of the hard prompts. */
export type HardFeatures = Pick<Task, 'hardTokens' | 'hardText'>;

/**
 * Tokenises class names and hard prompts and encodes the hard prompts, once for a whole run.
 *
 * @param once who encodes: this process by default; of several that work on one task, one may encode for all
 * @throws MpaferError `descriptions` for a class without one, `text-too-long` naming the class and the sentence, `tokenizer`
 */
export async function prepareTask(
  engine: Engine,
  clip: ClipModel,
  classNames: readonly string[],
  descriptions: Descriptions,
  options: Pick<MethodOptions, 'hardPrompt' | 'scale'>,
  once: (encode: () => Promise<HardFeatures>) => Promise<HardFeatures> = (encode) => encode(),
): Promise<Task> {
  const { config } = clip;
  const tokenizer = await clip.tokenizer();
  const weights = frozenWeights(clip.weights);
  const classTokens = classNames.map((name) => ({ name, tokens: tokenizer.words(spokenName(name)) }));
  const sentences = classNames.map((name) => hardSentences(name, options.hardPrompt, descriptions));
  const tokens = sentences.map((own, index) =>
    own.map((sentence) => sentenceTokens({ tokenizer, config }, classNames[index]!, sentence)),
  );
  const { hardTokens, hardText } = await once(async () => {
    const hard = hardPrompts(weights.text, config, tokens);
    const program = await engine.compile({ hardTokens: hard.tokens, hardText: hard.text });
    const found = await program.run({});
    await program.release();
    return found;
  });
  const fullStop = tokenizer.words('.')[0]!;
  const scale = options.scale ?? clip.logitScale;
  return { clip, config, weights, classTokens, classNames, sentences, fullStop, scale, hardTokens, hardText };
}
