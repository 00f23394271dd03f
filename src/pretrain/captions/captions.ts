// Captions with the share of each expression that they speak of, drawn from words, cues, occasions and what people say.

import type { Random } from '../../core/random.ts';
import { type Expression, expressions } from '../../data/expressions.ts';
import { sentence } from './caption-forms.ts';
import { causes } from './causes.ts';
import { expressionWords } from './expression-words.ts';
import { facialCues } from './facial-cues.ts';
import { adjective, noun, one } from './fragments.ts';
import { holdsHeldOut } from './held-out-pairs.ts';
import { inflect } from './inflections.ts';
import { everyWord } from './phrases.ts';
import { reactions } from './reactions.ts';
import { situations } from './situations.ts';

export interface Caption {
  readonly text: string;
  /** Share of each of `expressions`; sums to 1. */
  readonly shares: readonly number[];
}

/** A caption of one expression alone. */
export function pureCaption(expression: Expression, random: Random): Caption {
  const text = clear((draws) => sentence(expression, draws), random);
  return { text, shares: expressions.map((name) => (name === expression ? 1 : 0)) };
}

/** The first draw that is clear of held-out phrases. */
function clear(draw: (random: Random) => string, random: Random): string {
  for (let attempt = 0; ; attempt++) {
    const text = draw(random.split(attempt));
    if (!holdsHeldOut(text)) return text;
  }
}

type Mixture = readonly [share: number, join: (first: string, second: string) => string];

/** Ways to say that a face shows two, of adjectives; `share` is that of the first. */
const mixtures: readonly Mixture[] = [
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

/** The same of nouns. */
const blends: readonly Mixture[] = [
  [0.75, (first, second) => `${first} with a touch of ${second}`],
  [0.7, (first, second) => `${first} mixed with some ${second}`],
  [0.65, (first, second) => `more ${first} than ${second}`],
  [0.5, (first, second) => `a mixture of ${first} and ${second}`],
  [0.5, (first, second) => `between ${first} and ${second}`],
];

/** How strongly: the rest is neutral. */
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

/** A caption of two expressions. */
export function mixedCaption(first: Expression, second: Expression, random: Random): Caption {
  if (second === 'neutral' && random.uniform() < 0.5) {
    const [share, say] = one(degrees, random);
    return { text: clear((draws) => say(adjective(first, draws)), random), shares: sharesOf(first, share, 'neutral') };
  }
  const [list, word] = random.uniform() < 0.7 ? ([mixtures, adjective] as const) : ([blends, noun] as const);
  const [share, join] = one(list, random);
  const text = clear((draws) => join(word(first, draws), word(second, draws)), random);
  return { text, shares: sharesOf(first, share, second) };
}

const sharesOf = (first: Expression, share: number, second: Expression): number[] =>
  expressions.map((name) => (name === first ? share : name === second ? 1 - share : 0));

/** A caption of any kind: three of four speak of one expression, each as often as the others. */
export function drawCaption(random: Random): Caption {
  const first = one(expressions, random);
  if (random.uniform() < 0.75) return pureCaption(first, random);
  const other = one(
    expressions.filter((name) => name !== first),
    random,
  );
  return mixedCaption(first, other, random);
}

/** Captions and every word that they are made of, for a vocabulary. */
export function captionSentences(random: Random, count = 10000): (readonly [text: string, count: number])[] {
  const drawn = Array.from({ length: count }, (_, index) => [drawCaption(random.split(index)).text, 1] as const);
  const all = expressions.flatMap((name) => {
    const { verbs, ...others } = expressionWords[name];
    return [
      ...Object.values(others).flat(),
      ...verbs.flatMap((verb) => Object.values(inflect(verb))),
      ...Object.values(reactions[name]).flat(),
      ...facialCues[name].flat(),
      ...situations[name],
      ...causes[name],
    ];
  });
  return [...drawn, ...all.map((text) => [everyWord(text), 3] as const)];
}
