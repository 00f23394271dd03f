// Chooses the tie of the anchored head by cross-validation over people, and calibrates it on the same held-out scores.
import { calibrationTemperature, softmaxRows } from '../metrics/temperature.ts';
import { anchored, anchoredPath, defaultTie, ties } from './anchored.ts';
import type { FewShotTask } from './few-shot-task.ts';
import { type Matrix, pickRows, timesTransposed, zeros } from './matrix.ts';
import { fewestPeople, peopleFolds } from './people-folds.ts';
import { withViews } from './views.ts';

export interface TaughtHead {
  /** w [C, E], of unit length. */
  readonly vectors: Matrix;
  readonly tie: number;
  /** Whether held-out shots chose the tie; otherwise it is `defaultTie`. */
  readonly chosen: boolean;
  /** Divides scores before the softmax; 1 where nothing could be held out. */
  readonly temperature: number;
  /** Scores [n, C] of each shot by a head that did not see its person; absent where nothing could be held out. */
  readonly heldOut?: Matrix | undefined;
}

const mostFolds = 5;

/** With fewer people in a class, held-out shots say more about the draw than about the tie. */
const fewestToChoose = 3;

/** Above this number of shots one fold is enough. */
const manyShots = 1000;

/**
 * The anchored head for these shots: no validation split needed, nothing random.
 *
 * Each tie is judged by the log-loss of held-out shots, calibrated; of those within one standard error of the best, the strongest
 * is taken, because the texts are known and the shots are few.
 *
 * @param people who is shown on each shot; all shots of a person are held out together
 */
export function teachHead(
  task: FewShotTask,
  people: readonly (string | undefined)[],
  { views = [], classWeights }: TeachingOptions = {},
): TaughtHead {
  const { labels } = task.support;
  const known = new Set(people.map((person, shot) => person ?? shot)).size > 1 ? people : labels.map(() => undefined);
  const fewest = fewestPeople(labels, known);
  const folds = peopleFolds(labels, known, fewest === 1 ? labels.length : Math.min(mostFolds, fewest));
  const held = heldOutScores(task, folds, { views, classWeights });
  const whole = { ...task, support: withViews(task.support, views) };
  if (held === undefined) {
    return { vectors: anchored(whole, defaultTie, { classWeights }), tie: defaultTie, chosen: false, temperature: 1 };
  }
  const chosen = fewest >= fewestToChoose;
  const at = chosen ? strongestGood(held, known) : ties.indexOf(defaultTie);
  const tie = ties[at]!;
  const judged = held.scores[at]!;
  const temperature = calibrationTemperature(judged.data, held.labels, task.texts.rows);
  const judgedAll = held.shots.length === labels.length;
  return {
    vectors: anchored(whole, tie, { classWeights }),
    tie,
    chosen,
    temperature,
    ...(judgedAll && { heldOut: judged }),
  };
}

interface TeachingOptions {
  /** Each [n, E]: other views of the shots, such as augmented ones, that the head is fitted to as well. */
  readonly views?: readonly Matrix[];
  /** How much a shot of each class counts; by default classes count the same, however many shots they have. */
  readonly classWeights?: readonly number[] | undefined;
}

interface HeldOut {
  /** The shots that were held out, and their labels. */
  readonly shots: readonly number[];
  readonly labels: readonly number[];
  /** At each tie: [shots, C]. */
  readonly scores: readonly Matrix[];
}

/** Scores of every shot by heads that were taught without its fold; undefined where a fold would be all shots. */
function heldOutScores(
  task: FewShotTask,
  folds: readonly number[],
  { views = [], classWeights }: TeachingOptions,
): HeldOut | undefined {
  const { texts, scale, support } = task;
  const all = [...new Set(folds)].sort((a, b) => a - b);
  if (all.length < 2) return undefined;
  const judged = support.labels.length > manyShots ? all.slice(0, 1) : all;
  const shots = support.labels.flatMap((_, shot) => (judged.includes(folds[shot]!) ? [shot] : []));
  const scores = ties.map(() => zeros(shots.length, texts.rows));
  for (const fold of judged) {
    const seen = support.labels.flatMap((_, shot) => (folds[shot] === fold ? [] : [shot]));
    const held = shots.flatMap((shot, at) => (folds[shot] === fold ? [{ shot, at }] : []));
    const faces = pickRows(
      support.features,
      held.map(({ shot }) => shot),
    );
    const path = anchoredPath({ ...task, support: withViews(support, views, seen) }, { classWeights });
    path.forEach((vectors, tie) => {
      const found = timesTransposed(faces, vectors, scale);
      held.forEach(({ at }, index) => {
        scores[tie]!.data.set(found.data.subarray(index * texts.rows, (index + 1) * texts.rows), at * texts.rows);
      });
    });
  }
  return { shots, labels: shots.map((shot) => support.labels[shot]!), scores };
}

/** Index of the strongest tie whose log-loss is within one standard error of the best; errors are those of people, not of shots. */
function strongestGood({ shots, labels, scores }: HeldOut, people: readonly (string | undefined)[]): number {
  const losses = scores.map((own) => logLosses(own, labels));
  const totals = losses.map((own) => own.reduce((sum, loss) => sum + loss, 0));
  const best = totals.indexOf(Math.min(...totals));
  return losses.findIndex((own, tie) => {
    const perPerson = new Map<string | number, number>();
    own.forEach((loss, at) => {
      const person = people[shots[at]!] ?? at;
      perPerson.set(person, (perPerson.get(person) ?? 0) + loss - losses[best]![at]!);
    });
    const mean = (totals[tie]! - totals[best]!) / perPerson.size;
    const squares = [...perPerson.values()].reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const error = Math.sqrt(squares / perPerson.size / Math.max(perPerson.size - 1, 1));
    return mean <= error;
  });
}

/** -log p of the true class at the temperature that suits the scores best: how sure a head is can be corrected later. */
function logLosses(scores: Matrix, labels: readonly number[]): number[] {
  const temperature = calibrationTemperature(scores.data, labels, scores.columns);
  const probabilities = softmaxRows(scores.data, scores.columns, temperature);
  return labels.map((label, at) => -Math.log(Math.max(probabilities[at * scores.columns + label]!, 1e-12)));
}
