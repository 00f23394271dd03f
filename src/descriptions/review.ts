// Reviews descriptions by a CLIP's text tower: how similar the classes are, and which sentences are nearer to another class.
import type { ClipModel } from '../clip/load-clip.ts';
import type { Engine } from '../engine/engine.ts';
import { type Descriptions, hardSentences } from '../method/hard-prompt.ts';
import { textFeatures } from './text-features.ts';
import { cosine, meanOf, unit } from './vectors.ts';

export interface ClassPair {
  readonly classes: readonly [string, string];
  /** Cosine of their hard prompts of type 3, each the mean of its sentences, which training aligns with. */
  readonly similarity: number;
  /** The same for type 2, the names alone. */
  readonly byName: number;
  /** The two most similar sentences, and their cosine. */
  readonly nearest: { readonly sentences: readonly [string, string]; readonly similarity: number };
}

export interface ReviewedSentence {
  readonly class: string;
  readonly description: string;
  readonly tokens: number;
  /** Cosine with the mean of the other sentences of its class; absent if it is the only one. */
  readonly own?: number;
  /** The nearest other class, by its mean. */
  readonly other?: { readonly class: string; readonly similarity: number };
}

export interface Review {
  readonly classes: readonly string[];
  /** Maximum number of tokens of the text tower. */
  readonly positions: number;
  /** Cosines of the classes' hard prompts, [C, C]. */
  readonly similarities: readonly (readonly number[])[];
  /** All pairs of classes, the most similar first. */
  readonly pairs: readonly ClassPair[];
  readonly sentences: readonly ReviewedSentence[];
}

/**
 * Encodes hard prompts of types 2 and 3 and compares them.
 *
 * @throws MpaferError `text-too-long` that names the class and the sentence, `descriptions`, `tokenizer`
 */
export async function reviewDescriptions(engine: Engine, clip: ClipModel, descriptions: Descriptions): Promise<Review> {
  const classes = Object.keys(descriptions);
  const named = classes.map((name) => [descriptions[name]!].flat());
  const prompts = classes.map((name) => hardSentences(name, 3, descriptions));
  const names = classes.map((name) => hardSentences(name, 2, {})[0]!);
  const labelled = prompts.flatMap((own, place) => own.map((sentence) => ({ class: classes[place]!, sentence })));
  const spokenNames = names.map((sentence, place) => ({ class: classes[place]!, sentence }));
  const { features, tokens } = await textFeatures(engine, clip, [...labelled, ...spokenNames]);
  const begins = prompts.map((_, place) => prompts.slice(0, place).flat().length);
  const groups = prompts.map((own, place) => features.slice(begins[place]!, begins[place]! + own.length));
  const byName = features.slice(labelled.length);
  const means = groups.map((own) => unit(meanOf(own)));
  const sentences = groups.flatMap((own, place) =>
    own.map((feature, index): ReviewedSentence => {
      const rest = own.filter((_, other) => other !== index);
      const other = nearestClass(feature, means, place, classes);
      return {
        class: classes[place]!,
        description: named[place]![index]!,
        tokens: tokens[begins[place]! + index]!,
        ...(rest.length > 0 && { own: cosine(feature, unit(meanOf(rest))) }),
        ...(other && { other }),
      };
    }),
  );
  const pairs = classes.flatMap((first, a) =>
    classes.slice(a + 1).map((second, offset): ClassPair => {
      const b = a + 1 + offset;
      return {
        classes: [first, second],
        similarity: cosine(means[a]!, means[b]!),
        byName: cosine(byName[a]!, byName[b]!),
        nearest: nearestSentences(groups[a]!, groups[b]!, named[a]!, named[b]!),
      };
    }),
  );
  return {
    classes,
    positions: clip.config.text.positions,
    similarities: means.map((row) => means.map((column) => cosine(row, column))),
    pairs: pairs.sort((one, other) => other.similarity - one.similarity),
    sentences,
  };
}

function nearestClass(
  feature: Float64Array,
  means: readonly Float64Array[],
  own: number,
  classes: readonly string[],
): { class: string; similarity: number } | undefined {
  return means
    .flatMap((mean, index) => (index === own ? [] : [{ class: classes[index]!, similarity: cosine(feature, mean) }]))
    .sort((one, other) => other.similarity - one.similarity)[0];
}

function nearestSentences(
  a: readonly Float64Array[],
  b: readonly Float64Array[],
  sentencesOfA: readonly string[],
  sentencesOfB: readonly string[],
): ClassPair['nearest'] {
  return a
    .flatMap((left, i) =>
      b.map((right, j): ClassPair['nearest'] => ({
        sentences: [sentencesOfA[i]!, sentencesOfB[j]!],
        similarity: cosine(left, right),
      })),
    )
    .reduce((best, pair) => (pair.similarity > best.similarity ? pair : best));
}
