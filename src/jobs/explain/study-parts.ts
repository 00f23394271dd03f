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
import { type CellPlan, cell, type ExperimentFolder } from '../experiments/experiment-folder.ts';
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
  /** Random orders of each of the first `fewer` faces. */
  readonly randomOrders: number;
  /** How many faces the slow parts use. */
  readonly fewer: number;
}

/** What is known of each face before anything is removed. */
export interface Known {
  readonly scores: readonly FaceScores[];
  readonly questions: readonly Question[];
  /** Of slow methods, maps of the first `fewer` faces only. */
  readonly maps: Readonly<Record<string, Maps>>;
}

/** Whether a map takes a forward pass for each patch. */
export const isSlow = (method: ExplanationMethod): boolean => method === 'occlusion';

/** Faces of a cell. */
const chunk = 50;

/** One cell of the study, whoever computes it. */
export async function* part<Result>(
  { folder, signal }: Pick<StudyInput, 'folder' | 'signal'>,
  { name, work }: CellPlan<JobEvent, Result>,
): AsyncGenerator<JobEvent, Result> {
  if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while measuring faithfulness');
  return (yield* cell(folder, name, work, signal)).result;
}

export const facesOf = (samples: readonly Sample[]): Promise<readonly RgbImage[]> =>
  Promise.all(samples.map((sample) => sample.read()));

/** Scores, questions and maps of every face, chunk by chunk. */
export const knownPlans = ({ opened, samples, methods, fewer }: StudyInput): readonly CellPlan<JobEvent, Known>[] =>
  chunksOf(samples).map(({ begin, own }) => ({
    name: `maps-${begin}`,
    async *work() {
      const { explainer, clip } = opened;
      const pixels = pixelsOf(clip.preprocessing, await facesOf(own));
      const scores = await explainer.scores(pixels);
      const questions = scores.map(({ similarity }) => questionOf(similarity));
      const maps: Record<string, Maps> = {};
      for (const method of methods) {
        const count = isSlow(method) ? Math.min(own.length, Math.max(0, fewer - begin)) : own.length;
        const some = pixels.subarray(0, (pixels.length / own.length) * count);
        maps[method] = count === 0 ? [] : await explainer.maps(method, some, questions.slice(0, count));
        yield progress(`maps: ${method}`, begin + own.length, samples.length);
      }
      return { scores, questions, maps };
    },
  }));

/** The same for all faces. */
export const joined = (all: readonly Known[], methods: readonly ExplanationMethod[]): Known => ({
  scores: all.flatMap(({ scores }) => scores),
  questions: all.flatMap(({ questions }) => questions),
  maps: Object.fromEntries(methods.map((method) => [method, all.flatMap(({ maps }) => maps[method]!)])),
});

export const chunksOf = (samples: readonly Sample[]) =>
  Array.from({ length: Math.ceil(samples.length / chunk) }, (_, at) => ({
    begin: at * chunk,
    own: samples.slice(at * chunk, (at + 1) * chunk),
  }));

/** The person of each face, where all are known. */
export const groupsOf = (samples: readonly Sample[]): readonly string[] | undefined =>
  samples.every(({ group }) => group !== undefined) ? samples.map(({ group }) => group!) : undefined;
