// Training captions: random sentences about one expression or a mixture of two, with the share of each.
import type { Random } from '../../core/random.ts';
import { type Expression, expressions } from '../../data/expressions.ts';
import { sentence } from './caption-forms.ts';
import { adjective, noun, one } from './fragments.ts';
import { containsHeldOut } from './held-out.ts';
import { inflect } from './inflect.ts';
import { lexicon } from './lexicon.ts';
import { everyWord } from './wording.ts';

export interface Caption {
  readonly text: string;
  /** Share of each of `expressions`, summing to 1. */
  readonly shares: readonly number[];
}

/** A caption about a single expression. */
export function pureCaption(expression: Expression, random: Random): Caption {
  const text = withoutHeldOut((draws) => sentence(expression, draws), random);
  return { text, shares: expressions.map((name) => (name === expression ? 1 : 0)) };
}

/** The first draw that contains nothing held out. */
function withoutHeldOut(draw: (random: Random) => string, random: Random): string {
  for (let attempt = 0; ; attempt++) {
    const text = draw(random.split(attempt));
    if (!containsHeldOut(text)) return text;
  }
}

type Mixture = readonly [share: number, join: (first: string, second: string) => string];

/** Ways to join the adjectives of two expressions; `share` is that of the first. */
const adjectiveMixtures: readonly Mixture[] = [
  [0.75, (first, second) => `mostly ${first}, slightly ${second}`],
  [0.75, (first, second) => `${first}, with a touch of ${second}`],
  [0.7, (first, second) => `${first} and a little ${second}`],
  [0.5, (first, second) => `half ${first}, half ${second}`],
  [0.5, (first, second) => `between ${first} and ${second}`],
  [0.5, (first, second) => `both ${first} and ${second}`],
  [0.8, (first, second) => `a ${first} face that is a bit ${second}`],
  [0.6, (first, second) => `${first} or perhaps ${second}`],
  [0.7, (first, second) => `a person who looks ${first}, somewhat ${second} too`],
];

/** The same for nouns. */
const nounMixtures: readonly Mixture[] = [
  [0.75, (first, second) => `${first} with a touch of ${second}`],
  [0.7, (first, second) => `${first} mixed with some ${second}`],
  [0.65, (first, second) => `more ${first} than ${second}`],
  [0.5, (first, second) => `a mixture of ${first} and ${second}`],
  [0.5, (first, second) => `between ${first} and ${second}`],
];

/** Degrees of one expression; the remaining share is neutral. */
const degrees: readonly (readonly [share: number, say: (word: string) => string])[] = [
  [0.45, (word) => `a face that is a little ${word}`],
  [0.45, (word) => `a bit ${word}`],
  [0.45, (word) => `slightly ${word}`],
  [0.4, (word) => `a faint hint of a ${word} look`],
  [0.6, (word) => `somewhat ${word}`],
  [1, (word) => `very ${word}`],
  [1, (word) => `deeply ${word}`],
  [1, (word) => `completely ${word}`],
  [1, (word) => `so ${word}`],
  [1, (word) => `extremely ${word}`],
];

/** A caption about two expressions. */
export function mixedCaption(first: Expression, second: Expression, random: Random): Caption {
  if (second === 'neutral' && random.uniform() < 0.5) {
    const [share, say] = one(degrees, random);
    return {
      text: withoutHeldOut((draws) => say(adjective(first, draws)), random),
      shares: sharesOf(first, share, 'neutral'),
    };
  }
  const [list, word] =
    random.uniform() < 0.7 ? ([adjectiveMixtures, adjective] as const) : ([nounMixtures, noun] as const);
  const [share, join] = one(list, random);
  const text = withoutHeldOut((draws) => join(word(first, draws), word(second, draws)), random);
  return { text, shares: sharesOf(first, share, second) };
}

const sharesOf = (first: Expression, share: number, second: Expression): number[] =>
  expressions.map((name) => (name === first ? share : name === second ? 1 - share : 0));

/** A caption of any kind: three in four are about a single expression, all expressions equally often. */
export function drawCaption(random: Random): Caption {
  const first = one(expressions, random);
  if (random.uniform() < 0.75) return pureCaption(first, random);
  const other = one(
    expressions.filter((name) => name !== first),
    random,
  );
  return mixedCaption(first, other, random);
}

/** Sentences to train a vocabulary on: captions, and every word that captions can contain. */
export function captionSentences(random: Random, count = 10000): (readonly [text: string, count: number])[] {
  const drawn = Array.from({ length: count }, (_, index) => [drawCaption(random.split(index)).text, 1] as const);
  const all = expressions.flatMap((name) => {
    const { nouns, adjectives, verbs, doing, cues, sayings, states, situations, causes } = lexicon[name];
    const inflected = verbs.flatMap((verb) => Object.values(inflect(verb)));
    // Ties between merges are broken by order: a different order would train a different vocabulary.
    return [nouns, adjectives, doing, inflected, sayings, states, cues.flat(), situations, causes].flat();
  });
  return [...drawn, ...all.map((text) => [everyWord(text), 3] as const)];
}
