// Captions with the share of each expression that they speak of, drawn from words, cues and situations.

import type { Random } from '../../core/random.ts';
import { type Expression, expressions } from '../../data/expressions.ts';
import { expressionWords } from './expression-words.ts';
import { facialCues } from './facial-cues.ts';
import { situations } from './situations.ts';

export interface Caption {
  readonly text: string;
  /** Share of each of `expressions`; sums to 1. */
  readonly shares: readonly number[];
}

const people = ['a person', 'someone', 'a man', 'a woman', 'a child', 'somebody', 'a girl', 'a boy', 'people'];
const pictures = ['a photo of', 'a picture of', 'a portrait of', 'a close-up of', 'a grey photo of', 'an image of', ''];

type Draw = (expression: Expression, random: Random) => string;

const one = <T>(list: readonly T[], random: Random): T => list[random.integer(list.length)]!;
const words = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' ');
const adjective: Draw = (expression, random) => one(expressionWords[expression].adjectives, random);
const noun: Draw = (expression, random) => one(expressionWords[expression].nouns, random);
const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');

/** One to five cues in any order, each in one of its wordings. */
const cues: Draw = (expression, random) => {
  const all = facialCues[expression];
  const order = random.permutation(all.length);
  const count = 1 + random.integer(all.length);
  return Array.from(order.subarray(0, count), (cue) => one(all[cue]!, random)).join(', ');
};

/** The ways to say that a face shows one expression; each with how often it is taken. */
const forms: readonly (readonly [weight: number, draw: Draw])[] = [
  [
    3,
    (expression, random) =>
      words(one(pictures, random), one(['', expression, noun(expression, random)], random) || expression),
  ],
  [
    3,
    (expression, random) =>
      `a photo of a person making a facial expression of ${one([expression, noun(expression, random)], random)}`,
  ],
  [
    4,
    (expression, random) =>
      `a photo of a person making a facial expression of ${one([expression, expression, noun(expression, random)], random)}, ${cues(expression, random)}`,
  ],
  [
    2,
    (expression, random) =>
      `${one([expression, noun(expression, random), adjective(expression, random)], random)}${one(['', '.'], random)}`,
  ],
  [2, (expression, random) => `a photo of a ${adjective(expression, random)} looking face.`],
  [
    2,
    (expression, random) =>
      `a photo of a face showing the emotion: ${one([noun, adjective], random)(expression, random)}.`,
  ],
  [2, (expression, random) => `a photo of a face looking ${adjective(expression, random)}.`],
  [2, (expression, random) => `a face that looks ${adjective(expression, random)}.`],
  [2, (expression, random) => `they look ${adjective(expression, random)}.`],
  [2, (expression, random) => `look at how ${adjective(expression, random)} they are.`],
  [
    3,
    (expression, random) => {
      const word = adjective(expression, random);
      return words(
        one(pictures, random),
        `${article(word)} ${word}`,
        one(['face', 'person', 'man', 'woman', 'child', 'expression', 'look'], random),
      );
    },
  ],
  [
    3,
    (expression, random) =>
      words(
        one(pictures, random),
        one(people, random),
        one(['who is', 'that is', ''], random),
        one(expressionWords[expression].doing, random),
      ),
  ],
  [
    4,
    (expression, random) =>
      words(
        one(['', 'a photo of', 'the face of', 'a picture of'], random),
        one(people, random),
        'who',
        one(situations[expression], random),
      ),
  ],
  [4, (expression, random) => cues(expression, random)],
  [
    2,
    (expression, random) => words(one(['a face with', 'a person with', 'one sees'], random), cues(expression, random)),
  ],
  [2, (expression, random) => `an expression of ${noun(expression, random)}`],
  [
    2,
    (expression, random) =>
      words(
        one(people, random),
        one(['feeling', 'looking', 'who feels', 'who looks', 'full of'], random),
        one([adjective, noun], random)(expression, random),
      ),
  ],
];
const weighted = forms.flatMap(([weight, draw]) => new Array<Draw>(weight).fill(draw));

/** A caption of one expression alone. */
export function pureCaption(expression: Expression, random: Random): Caption {
  const draw = one(weighted, random);
  return { text: draw(expression, random), shares: expressions.map((name) => (name === expression ? 1 : 0)) };
}

/** Ways to say that a face shows two; `share` is that of the first. */
const mixtures: readonly (readonly [share: number, join: (first: string, second: string) => string])[] = [
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

/** How strongly: the rest is neutral. */
const degrees: readonly (readonly [share: number, say: (word: string) => string])[] = [
  [0.45, (word) => `a face that is a little ${word}`],
  [0.45, (word) => `slightly ${word}`],
  [0.4, (word) => `a faint hint of a ${word} look`],
  [0.6, (word) => `somewhat ${word}`],
  [1, (word) => `very ${word}`],
  [1, (word) => `extremely ${word}`],
];

/** A caption of two expressions. */
export function mixedCaption(first: Expression, second: Expression, random: Random): Caption {
  if (second === 'neutral' && random.uniform() < 0.5) {
    const [share, say] = one(degrees, random);
    return { text: say(adjective(first, random)), shares: sharesOf(first, share, 'neutral') };
  }
  const [share, join] = one(mixtures, random);
  return { text: join(adjective(first, random), adjective(second, random)), shares: sharesOf(first, share, second) };
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

/** Every word that captions are made of, for a vocabulary. */
export function captionSentences(random: Random, count = 20000): (readonly [text: string, count: number])[] {
  const drawn = Array.from({ length: count }, (_, index) => [drawCaption(random.split(index)).text, 1] as const);
  const all = expressions.flatMap((name) => [
    ...Object.values(expressionWords[name]).flat(),
    ...facialCues[name].flat(),
    ...situations[name],
  ]);
  return [...drawn, ...all.map((text) => [text, 3] as const)];
}
