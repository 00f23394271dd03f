// The sentence patterns of captions: a neutral frame, the same for all expressions, around fragments about one of them.
import type { Random } from '../../core/random.ts';
import * as of from './fragments.ts';
import { type Draw, one } from './fragments.ts';
import frames from './frames.json' with { type: 'json' };

const { people, pictures, beforeCause, beforeSaying, beforeState, feeling, bearers, connectives } = frames;
const pictureOrNone = [...pictures, '', '', ''];

const words = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' ');
const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');
const person = (random: Random) => one(people, random);
/** Without the trailing pronouns, which no "who is ..." can follow. */
const named = (random: Random) => one(people.slice(0, -4), random);

/** A fixed sentence with a slot for one fragment. */
const around =
  (before: string, draw: Draw, after = ''): Draw =>
  (expression, random) =>
    `${before}${draw(expression, random)}${after}`;

const nameOrNoun: Draw = (expression, random) => one([expression, of.noun(expression, random)], random);
const nounOrAdjective: Draw = (expression, random) => one([of.noun, of.adjective], random)(expression, random);

/** Ways to say that a face shows one expression, each with its relative frequency. */
const forms: readonly (readonly [weight: number, draw: Draw])[] = [
  [2, (name, random) => words(one(pictures, random), nameOrNoun(name, random))],
  [3, around('a photo of a person making a facial expression of ', nameOrNoun)],
  [
    4,
    (name, random) =>
      `a photo of a person making a facial expression of ${one([name, nameOrNoun(name, random)], random)}, ${of.cues(name, random)}`,
  ],
  [
    2,
    (name, random) =>
      `${one([name, of.noun(name, random), of.adjective(name, random)], random)}${one(['', '.'], random)}`,
  ],
  [1, (name, random) => `a photo of ${article(name)} ${one([name, of.adjective(name, random)], random)} face`],
  [2, around('a photo of a ', of.adjective, ' looking face.')],
  [2, around('a photo of a face showing the emotion: ', nounOrAdjective, '.')],
  [1, around('a photo of a face looking ', of.adjective, '.')],
  [2, around('a face that looks ', of.adjective, '.')],
  [1, around('they look ', of.adjective, '.')],
  [2, around('look at how ', of.adjective, ' they are.')],
  [1, around('an expression of ', of.noun)],
  [
    3,
    (name, random) => {
      const word = of.adjective(name, random);
      return words(one(pictureOrNone, random), article(word), word, one(bearers, random));
    },
  ],
  [
    3,
    (name, random) =>
      words(one(pictureOrNone, random), named(random), one(['who is', 'that is', ''], random), of.doing(name, random)),
  ],
  [2, (name, random) => words(named(random), one(feeling, random), nounOrAdjective(name, random))],
  [2, (name, random) => words(person(random), one([of.verb('third'), of.verb('past')], random)(name, random))],
  [
    2,
    (name, random) =>
      words(
        one([...pictureOrNone, 'to be', 'stop', 'start', 'now'], random),
        one([of.verb('gerund'), of.verb('plain'), of.verb('third')], random)(name, random),
      ),
  ],
  [5, (name, random) => words(one(pictureOrNone, random), named(random), 'who', of.situation(name, random))],
  [3, (name, random) => words(one([person(random), ''], random), of.situation(name, random))],
  [4, (name, random) => words(one(beforeCause, random), of.cause(name, random))],
  [3, of.cause],
  [2, (name, random) => words(one(beforeSaying, random), of.saying(name, random))],
  [3, of.saying],
  [2, (name, random) => words(one(beforeState, random), of.state(name, random))],
  [3, of.state],
  [5, of.cues],
  [3, (name, random) => words(one(beforeState, random), of.cues(name, random))],
  [3, (name, random) => `${of.fragment(name, random)}, ${of.fragment(name, random)}`],
  [3, (name, random) => words(of.fragment(name, random), one(connectives, random), of.fragment(name, random))],
  [
    3,
    (name, random) =>
      words(
        person(random),
        of.snippet(name, random),
        one([...connectives, 'in', 'on', 'of', 'at', 'under', 'the'], random),
        of.snippet(name, random),
      ),
  ],
  [5, of.snippet],
];
const weighted = forms.flatMap(([weight, draw]) => new Array<Draw>(weight).fill(draw));

/** A sentence about one expression. */
export const sentence: Draw = (expression, random) => one(weighted, random)(expression, random);
