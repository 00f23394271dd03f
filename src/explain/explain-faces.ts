// Explains what a recogniser says of faces: the exact parts of the margin, and a map.
import { preprocess } from '../clip/preprocess.ts';
import type { Preprocessing } from '../clip/preprocessing.ts';
import { argmax } from '../core/argmax.ts';
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { Explanation, ExplanationMethod, MarginParts, PatchMap } from '../evaluate/explanation.ts';
import { softmaxRows } from '../metrics/temperature.ts';
import { rgbPixels } from '../recognise/pixels.ts';
import { type Explainer, type FaceScores, marginOf, type Question } from './explainer.ts';

/** What to explain, and how. */
export interface ExplainOptions {
  /** `gate` by default. */
  readonly method?: ExplanationMethod | undefined;
  /** The class to explain; by default the one that is recognised. */
  readonly target?: string | undefined;
  /** The class that it is held against; by default the most similar other one. */
  readonly against?: string | undefined;
}

/** What is recognised, and why. */
export interface ExplainedFace {
  /** The most probable class. */
  readonly expression: string;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly explanation: Explanation;
}

/**
 * Explains faces, cropped as in training.
 *
 * @throws MpaferError `label` for a class that the recogniser does not know, or one that is held against itself; `run` for `patches` without a
 *   local branch; `image` when pixels do not fit their width and height
 */
export async function explainFaces(
  explainer: Explainer,
  preprocessing: Preprocessing,
  faces: readonly RgbImage[],
  { method = 'gate', target, against }: ExplainOptions = {},
): Promise<readonly ExplainedFace[]> {
  const { classes, rows, columns, scale, temperature } = explainer;
  const asked = askedClasses(classes, target, against);
  if (faces.length === 0) return [];
  const pixels = pixelsOf(preprocessing, faces);
  const found = await explainer.scores(pixels);
  const questions = found.map(({ similarity }) => questionOf(similarity, asked));
  const maps = await explainer.maps(method, pixels, questions);
  return found.map((scores, face): ExplainedFace => {
    const question = questions[face]!;
    const logits = scores.similarity.map((value) => value * scale);
    const probabilities = softmaxRows(logits, classes.length, temperature);
    const grid = (values: readonly number[]): PatchMap => ({ rows, columns, values });
    return {
      expression: classes[argmax(probabilities)]!,
      probabilities: Object.fromEntries(classes.map((name, index) => [name, probabilities[index]!])),
      explanation: {
        method,
        expression: classes[question.target]!,
        against: classes[question.against]!,
        margin: marginParts(scores, question, explainer.localWeight),
        map: grid(maps[face]!),
        ...(method === 'patches' && {
          contrast: grid(differences(scores.patches![question.target]!, scores.patches![question.against]!)),
          topPatches: largest(scores.patches![question.target]!, explainer.topPatches),
        }),
      },
    };
  });
}

/** @throws MpaferError `label` */
function askedClasses(classes: readonly string[], target?: string, against?: string): Partial<Question> {
  const indexOf = (name: string): number => {
    const index = classes.indexOf(name);
    if (index >= 0) return index;
    const near = nearestName(name, classes);
    throw new MpaferError(
      'label',
      `Cannot explain "${name}": this run has no such class; expected one of ${classes.join(', ')}`,
      near === undefined ? {} : { hint: `Did you mean "${near}"?` },
    );
  };
  if (target !== undefined && target === against)
    throw new MpaferError('label', `Cannot hold "${target}" against itself; expected two classes`);
  return {
    ...(target !== undefined && { target: indexOf(target) }),
    ...(against !== undefined && { against: indexOf(against) }),
  };
}

/** The network's input for each face: [n, 3, S, S]. */
export function pixelsOf(preprocessing: Preprocessing, faces: readonly RgbImage[]): Float32Array {
  const length = 3 * preprocessing.size ** 2;
  const pixels = new Float32Array(faces.length * length);
  faces.forEach((face, index) => {
    preprocess(rgbPixels(face), preprocessing, pixels, index * length);
  });
  return pixels;
}

/** The classes that are asked about; of those left open, the most similar ones. */
export function questionOf(similarity: readonly number[], asked: Partial<Question> = {}): Question {
  const most = (other?: number) => argmax(similarity.map((value, index) => (index === other ? -Infinity : value)));
  const target = asked.target ?? most(asked.against);
  return { target, against: asked.against ?? most(target) };
}

/** The margin split into what the whole face and what its best patches say; exact. */
export function marginParts(scores: FaceScores, question: Question, localWeight: number): MarginParts {
  const global = marginOf(scores.global, question);
  const local = scores.local === undefined ? 0 : localWeight * marginOf(scores.local, question);
  const size = Math.abs(global) + Math.abs(local);
  return { total: global + local, global, local, localShare: size === 0 ? 0 : Math.abs(local) / size };
}

/** Where the `count` largest values are, largest first; of equal values the lower index comes first, as in S^l. */
export const largest = (values: readonly number[], count: number): readonly number[] =>
  values
    .map((_, index) => index)
    .sort((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, count);

const differences = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.map((value, index) => value - b[index]!);
