// What the parts of a study of faithfulness share: their input, the cell that each is, and what is known of every face.
import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { pixelsOf, questionOf } from '../../explain/explain-faces.ts';
import type { FaceScores, Question } from '../../explain/explainer.ts';
import type { Maps } from '../../explain/faithfulness/controls.ts';
import type { Removal } from '../../explain/faithfulness/removal.ts';
import type { OpenExplainer } from '../../platform/node/models/open-explainer.ts';
import { cell, type ExperimentFolder } from '../experiments/experiment-folder.ts';
import { type JobEvent, progress } from '../job-event.ts';

export interface StudyInput {
  readonly engine: Engine;
  readonly opened: OpenExplainer;
  readonly samples: readonly Sample[];
  readonly folder: ExperimentFolder;
  readonly signal: AbortSignal | undefined;
  readonly methods: readonly ExplanationMethod[];
  readonly removals: readonly Removal[];
  readonly steps: number;
  readonly randomOrders: number;
  readonly fewer: number;
}

/** What is known of each face before anything is removed. */
export interface Known {
  readonly scores: readonly FaceScores[];
  readonly questions: readonly Question[];
  readonly maps: Readonly<Record<string, Maps>>;
}

/** Faces of a cell. */
export const chunk = 50;

/** One cell of the study. */
export async function* part<Result>(
  { folder, signal }: StudyInput,
  name: string,
  work: () => AsyncGenerator<JobEvent, Result>,
): AsyncGenerator<JobEvent, Result> {
  if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while measuring faithfulness');
  return (yield* cell(folder, name, work)).result;
}

export const facesOf = (samples: readonly Sample[]): Promise<readonly RgbImage[]> =>
  Promise.all(samples.map((sample) => sample.read()));

/** Scores, questions and maps of every face, chunk by chunk. */
export async function* knownFaces(input: StudyInput): AsyncGenerator<JobEvent, Known> {
  const { opened, samples, methods } = input;
  const { explainer, clip } = opened;
  const all: Known[] = [];
  for (let begin = 0; begin < samples.length; begin += chunk) {
    const own = samples.slice(begin, begin + chunk);
    const found = yield* part<Known>(input, `maps-${begin}`, async function* () {
      const pixels = pixelsOf(clip.preprocessing, await facesOf(own));
      const scores = await explainer.scores(pixels);
      const questions = scores.map(({ similarity }) => questionOf(similarity));
      const maps: Record<string, Maps> = {};
      for (const method of methods) {
        maps[method] = await explainer.maps(method, pixels, questions);
        yield progress(`maps: ${method}`, begin + own.length, samples.length);
      }
      return { scores, questions, maps };
    });
    all.push(found);
  }
  return {
    scores: all.flatMap(({ scores }) => scores),
    questions: all.flatMap(({ questions }) => questions),
    maps: Object.fromEntries(methods.map((method) => [method, all.flatMap(({ maps }) => maps[method]!)])),
  };
}
