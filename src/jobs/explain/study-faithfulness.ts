// The parts of a study of faithfulness, each a cell that is computed once.
import { random } from '../../core/random.ts';
import { marginParts, pixelsOf } from '../../explain/explain-faces.ts';
import { meanOf, orderAgreement } from '../../explain/faithfulness/curve-scores.ts';
import { classSensitivity } from '../../explain/faithfulness/other-tests.ts';
import { plantedTasks } from '../../explain/faithfulness/planted.ts';
import { type PlantedResult, plantedResult } from '../../explain/faithfulness/planted-test.ts';
import { plausibility } from '../../explain/faithfulness/plausibility.ts';
import { type Randomised, randomised } from '../../explain/faithfulness/randomised.ts';
import type { FaithfulnessStudy } from '../../explain/faithfulness/study.ts';
import { checkpointParts } from '../../explain/load-explainer.ts';
import { computeCells, type FinishedCell } from '../experiments/compute-cells.ts';
import type { CellPlan } from '../experiments/experiment-folder.ts';
import { type JobEvent, progress } from '../job-event.ts';
import { owns, type Shard } from '../shards/shard.ts';
import { regionsOf, stabilityOf } from './face-studies.ts';
import { curvePlans, removalResults } from './removal-study.ts';
import { facesOf, groupsOf, isSlow, joined, type Known, knownPlans, part, type StudyInput } from './study-parts.ts';

/** Pairs of drawn faces for each half of a planted task. */
const plantedPairs = 64;

/** A study, or one part of it. */
export interface StudyCells {
  /** Absent for a part. */
  readonly study?: FaithfulnessStudy;
  readonly cells: readonly FinishedCell<unknown>[];
}

/** @param shard only the cells of this part, and the maps that all cells need */
export async function* studyFaithfulness(input: StudyInput, shard?: Shard): AsyncGenerator<JobEvent, StudyCells> {
  const { opened, samples, methods, fewer, folder, signal } = input;
  const { explainer } = opened;
  const chunks = yield* computeCells(folder, knownPlans(input), { signal });
  const known = joined(
    chunks.map(({ result }) => result),
    methods,
  );
  const curves = curvePlans(input, known);
  const { sensitivity, noise, planted, stability, regions } = otherPlans(input, known);
  const plans: readonly CellPlan<JobEvent, unknown>[] = [...curves, sensitivity, noise, ...planted, stability, regions];
  const rest = yield* computeCells(folder, plans, { shard, signal });
  const own = chunks.filter((_, at) => shard === undefined || owns(shard, at));
  const cells = [...own, ...rest];
  if (shard !== undefined) return { cells };
  const removals = yield* removalResults(input, curves);
  const plantedResults: PlantedResult[] = [];
  for (const plan of planted) plantedResults.push(yield* part(input, plan));
  const study: FaithfulnessStudy = {
    methods,
    faces: samples.length,
    accuracy: meanOf(known.questions.map(({ target }, face) => Number(target === samples[face]!.label))),
    localShare: meanOf(
      known.scores.map((scores, face) => marginParts(scores, known.questions[face]!, explainer.localWeight).localShare),
    ),
    removals,
    agreement: orderAgreement(removals),
    randomised: yield* part(input, noise),
    classes: { faces: fewer, correlation: yield* part(input, sensitivity) },
    planted: plantedResults,
    stability: { faces: fewer, changes: yield* part(input, stability) },
    plausibility: plausibility(
      known.questions.map(({ target }) => explainer.classes[target]!),
      known.maps,
      [explainer.rows, explainer.columns],
      groupsOf(samples),
    ),
    regions: yield* part(input, regions),
  };
  return { study, cells };
}

/** All tests but the removal curves. */
function otherPlans(input: StudyInput, known: Known) {
  const { opened, samples, methods, fewer } = input;
  const { explainer } = opened;
  const few = { scores: known.scores.slice(0, fewer), questions: known.questions.slice(0, fewer) };
  const fewMaps = Object.fromEntries(methods.map((method) => [method, known.maps[method]!.slice(0, fewer)]));
  const read = (count: number) => facesOf(samples.slice(0, count));
  const pixels = async () => pixelsOf(opened.clip.preprocessing, await read(fewer));
  return {
    sensitivity: plan('classes', async function* () {
      yield progress('class sensitivity', 0, 1);
      return classSensitivity(explainer, methods, await pixels(), few.scores, few.questions, fewMaps);
    }),
    noise: plan('randomised', async function* (): AsyncGenerator<JobEvent, Randomised> {
      const stages = randomised({
        engine: input.engine,
        clip: opened.clip,
        parts: checkpointParts(opened.checkpoint),
        own: explainer,
        methods,
        slow: methods.filter(isSlow),
        pixels: await pixels(),
        questions: few.questions,
        random: random(1).split('randomised'),
      });
      for (let done = 1; ; done++) {
        const next = await stages.next();
        if (next.done) return next.value;
        yield progress(`randomised: ${next.value}`, done);
      }
    }),
    planted: plantedTasks.map((task) =>
      plan(`planted-${task}`, async function* () {
        yield progress(`planted: ${task}`, 0, 1);
        const parts = checkpointParts(opened.checkpoint);
        return plantedResult(task, {
          ...{
            engine: input.engine,
            clip: opened.clip,
            parts,
            pairs: plantedPairs,
            random: random(1).split('planted'),
          },
          methods,
          slow: methods.filter(isSlow),
        });
      }),
    ),
    stability: plan('stability', () => stabilityOf(input, few.questions, fewMaps, read)),
    regions: plan('regions', () => regionsOf(input, known, pixels)),
  };
}

const plan = <Result>(name: string, work: () => AsyncGenerator<JobEvent, Result>): CellPlan<JobEvent, Result> => ({
  name,
  work,
});
