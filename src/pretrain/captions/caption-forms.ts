// The sentences that captions are: what is common to all expressions around what speaks of one.
import type { Random } from '../../core/random.ts';
import * as of from './fragments.ts';
import { type Draw, one } from './fragments.ts';
import { phrases } from './phrases.ts';

/** Who is seen; no expression has more of one than another. */
const people = phrases(`
  a person, a person, someone, someone, a man, a woman, a child, somebody, a girl, a boy, people, a young woman, an
  old man, a young man, an old woman, a friend, a stranger, a neighbour, a driver, a passenger, a teacher, a student,
  a pupil, a boss, a manager, a worker, a colleague, a customer, a waiter, a guest, a mother, a father, a grandmother,
  a grandfather, a son, a daughter, a brother, a sister, a baby, a player, a coach, a winner, an actor, a singer, a
  doctor, a nurse, a patient, a soldier, a policeman, a king, a servant, a farmer, a cook, a clerk, a tourist, a
  bride, a lady, a gentleman, a schoolgirl, a schoolboy, a parent, a critic, an artist, a husband, a wife, a couple, a
  crowd, anyone, my friend, the girl, the man, the woman, the boy, he, she, they, you`);
const pictures = phrases(`
  a photo of, a picture of, a portrait of, a close-up of, a grey photo of, an image of, a snapshot of, a drawing of,
  the face of, a black and white photo of`);
const pictureOrNone = [...pictures, '', '', ''];
const towardsCause = phrases(`
  faced with, at the sight of, a reaction to, thinking of, because of, the face one makes at, someone who sees, a
  person looking at, a person confronted with, with, near, after, before, caused by, someone reacting to, a person
  and, there is, a face that sees, it is about, someone who has to do with, on account of, in front of, remembering,
  talking about, imagining, the effect of, the thought of, someone who just noticed, next to, over, one day of`);
const towardsSaying = phrases(`
  a face that says, someone who says, a person saying, saying, the words, they say, as if to say, she says, he says, a
  look that says, someone thinks`);
const towardsState = phrases(`
  a person with, someone with, a face with, a face of, the look of, one sees, you see, it is, a picture of, a sign of,
  a man with, a woman with`);
const feeling = phrases(`
  feeling, looking, who feels, who looks, full of, filled with, seized by, showing, who shows, overcome by,
  expressing, who seems, with a look of`);
const bearers = phrases(`
  face, person, man, woman, child, expression, look, boy, girl, friend, mother, father, stranger, mood, gaze, voice,
  crowd, portrait`);
const joints = phrases(`
  and, with, while, because of, after, then, as, for, like, when`);

const words = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' ');
const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');
const person = (random: Random) => one(people, random);
/** Those of whom one can say "... who is". */
const named = (random: Random) => one(people.slice(0, -4), random);

/** A fixed sentence with a place for one fragment. */
const around =
  (before: string, draw: Draw, after = ''): Draw =>
  (expression, random) =>
    `${before}${draw(expression, random)}${after}`;

const nameOrNoun: Draw = (expression, random) => one([expression, of.noun(expression, random)], random);
const nounOrAdjective: Draw = (expression, random) => one([of.noun, of.adjective], random)(expression, random);

/** The ways to say that a face shows one expression; each with how often it is taken. */
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
  [4, (name, random) => words(one(towardsCause, random), of.cause(name, random))],
  [3, of.cause],
  [2, (name, random) => words(one(towardsSaying, random), of.saying(name, random))],
  [3, of.saying],
  [2, (name, random) => words(one(towardsState, random), of.state(name, random))],
  [3, of.state],
  [5, of.cues],
  [3, (name, random) => words(one(towardsState, random), of.cues(name, random))],
  [3, (name, random) => `${of.fragment(name, random)}, ${of.fragment(name, random)}`],
  [3, (name, random) => words(of.fragment(name, random), one(joints, random), of.fragment(name, random))],
  [
    3,
    (name, random) =>
      words(
        person(random),
        of.snippet(name, random),
        one([...joints, 'in', 'on', 'of', 'at', 'under', 'the'], random),
        of.snippet(name, random),
      ),
  ],
  [5, of.snippet],
];
const weighted = forms.flatMap(([weight, draw]) => new Array<Draw>(weight).fill(draw));

/** A sentence about one expression. */
export const sentence: Draw = (expression, random) => one(weighted, random)(expression, random);
