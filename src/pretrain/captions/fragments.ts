// What captions are put together from: each fragment speaks of one expression, drawn from its lists.
import type { Random } from '../../core/random.ts';
import type { Expression } from '../../data/expressions.ts';
import { causes } from './causes.ts';
import { expressionWords } from './expression-words.ts';
import { facialCues } from './facial-cues.ts';
import { inflect, type VerbForms } from './inflections.ts';
import { wording } from './phrases.ts';
import { reactions } from './reactions.ts';
import { situations } from './situations.ts';

export type Draw = (expression: Expression, random: Random) => string;

export const one = <T>(list: readonly T[], random: Random): T => list[random.integer(list.length)]!;

/** One of some phrases, in one of its wordings. */
const phraseOf =
  (list: (expression: Expression) => readonly string[]): Draw =>
  (expression, random) =>
    wording(one(list(expression), random), random);

/** "joy" */
export const noun = phraseOf((name) => expressionWords[name].nouns);
/** "joyful" */
export const adjective = phraseOf((name) => expressionWords[name].adjectives);
/** "having fun" */
export const doing = phraseOf((name) => expressionWords[name].doing);
/** "just got good news" */
export const situation = phraseOf((name) => situations[name]);
/** "a birthday cake" */
export const cause = phraseOf((name) => causes[name]);
/** "we made it" */
export const saying = phraseOf((name) => reactions[name].sayings);
/** "a glad heart" */
export const state = phraseOf((name) => reactions[name].states);

/** A verb in one of its forms: "grins". */
export const verb =
  (form: keyof VerbForms): Draw =>
  (expression, random) =>
    inflect(one(expressionWords[expression].verbs, random))[form];

/** One cue: "raised cheeks". */
export const cue: Draw = (expression, random) => wording(one(one(facialCues[expression], random), random), random);

/** One to five cues in any order, each in one of its wordings, of which the plainest is the most frequent. */
export const cues: Draw = (expression, random) => {
  const all = facialCues[expression];
  const order = random.permutation(all.length);
  const count = 1 + random.integer(all.length);
  return Array.from(order.subarray(0, count), (at) =>
    wording(random.uniform() < 0.2 ? all[at]![0]! : one(all[at]!, random), random),
  ).join(', ');
};

/** Any of the above that can stand alone, the longer lists more often. */
export const fragment: Draw = (expression, random) =>
  one(
    [
      noun,
      adjective,
      doing,
      situation,
      situation,
      cause,
      cause,
      saying,
      state,
      state,
      cue,
      cue,
      verb('gerund'),
      verb('third'),
    ],
    random,
  )(expression, random);

/** A few words in a row out of a fragment, so that each word is met in little company. */
export const snippet: Draw = (expression, random) => {
  const words = fragment(expression, random).split(' ');
  const length = 1 + random.integer(4);
  const start = random.integer(Math.max(1, words.length - length + 1));
  return words.slice(start, start + length).join(' ');
};
