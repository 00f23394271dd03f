// The building blocks of captions: each fragment is about one expression, drawn from its lexicon.
import type { Random } from '../../core/random.ts';
import type { Expression } from '../../data/expressions.ts';
import { inflect, type VerbForms } from './inflect.ts';
import { type ExpressionLexicon, lexicon } from './lexicon.ts';
import { wording } from './wording.ts';

export type Draw = (expression: Expression, random: Random) => string;

export const one = <T>(list: readonly T[], random: Random): T => list[random.integer(list.length)]!;

/** A phrase of one of the lexicon's lists, in one of its wordings. */
const phraseOf =
  (list: Exclude<keyof ExpressionLexicon, 'verbs' | 'cues'>): Draw =>
  (expression, random) =>
    wording(one(lexicon[expression][list], random), random);

/** "joy" */
export const noun = phraseOf('nouns');
/** "joyful" */
export const adjective = phraseOf('adjectives');
/** "having fun" */
export const doing = phraseOf('doing');
/** "just got good news" */
export const situation = phraseOf('situations');
/** "a birthday cake" */
export const cause = phraseOf('causes');
/** "we made it" */
export const saying = phraseOf('sayings');
/** "a glad heart" */
export const state = phraseOf('states');

/** A verb in one of its forms: "grins". */
export const verb =
  (form: keyof VerbForms): Draw =>
  (expression, random) =>
    inflect(one(lexicon[expression].verbs, random))[form];

/** One cue: "raised cheeks". */
export const cue: Draw = (expression, random) => wording(one(one(lexicon[expression].cues, random), random), random);

/** One to five cues in any order, each in one of its wordings; the plainest is the most frequent. */
export const cues: Draw = (expression, random) => {
  const all = lexicon[expression].cues;
  const order = random.permutation(all.length);
  const count = 1 + random.integer(all.length);
  return Array.from(order.subarray(0, count), (at) =>
    wording(random.uniform() < 0.2 ? all[at]![0]! : one(all[at]!, random), random),
  ).join(', ');
};

/** Any of the above that can stand alone, more often from the longer lists. */
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

/** A few consecutive words of a fragment, so that words are also met with little context. */
export const snippet: Draw = (expression, random) => {
  const words = fragment(expression, random).split(' ');
  const length = 1 + random.integer(4);
  const start = random.integer(Math.max(1, words.length - length + 1));
  return words.slice(start, start + length).join(' ');
};
