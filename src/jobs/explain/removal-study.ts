// Removal curves of every face under every removal, and what they say of the maps.
import { MpaferError } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import { pixelsOf } from '../../explain/explain-faces.ts';
import { averageOf, centreControl, randomControl, randomOrder } from '../../explain/faithfulness/control-names.ts';
import { centreMap, classAverageMaps, type Maps, randomMaps } from '../../explain/faithfulness/controls.ts';
import { type RemovalScores, removalScores } from '../../explain/faithfulness/curve-scores.ts';
import { type FaceCurves, faceCurves, removalCounts } from '../../explain/faithfulness/curves.ts';
import type { Removal } from '../../explain/faithfulness/removal.ts';
import type { CellPlan } from '../experiments/experiment-folder.ts';
import { type JobEvent, progress } from '../job-event.ts';
import { chunksOf, facesOf, groupsOf, type Known, part, type StudyInput } from './study-parts.ts';

/** The curves of each chunk of faces under each removal; of slow maps and random orders, of the first faces only. */
export function curvePlans(input: StudyInput, known: Known): readonly CurvePlan[] {
  const { opened, samples, methods, removals, randomOrders, fewer, signal } = input;
  const { explainer, clip } = opened;
  const patches = explainer.rows * explainer.columns;
  const counts = countsOf(input);
  const targets = known.questions.map(({ target }) => target);
  const maps: Record<string, Maps> = { ...known.maps };
  for (const method of methods) {
    const own = known.maps[method]!;
    const people = groupsOf(samples)?.slice(0, own.length);
    maps[averageOf(method)] = classAverageMaps(own, targets.slice(0, own.length), people);
  }
  maps[centreControl] = known.questions.map(() => centreMap(explainer.rows, explainer.columns));
  for (let index = 0; index < randomOrders; index++) {
    maps[randomOrder(index)] = randomMaps(fewer, patches, random(1).split('orders', index));
  }
  return removals.flatMap((removal) =>
    chunksOf(samples).map(({ begin, own }) => ({
      name: `curves-${removal}-${begin}`,
      removal,
      async *work() {
        const end = begin + own.length;
        const curves = faceCurves({
          explainer,
          pixels: pixelsOf(clip.preprocessing, await facesOf(own)),
          questions: known.questions.slice(begin, end),
          maps: Object.fromEntries(Object.entries(maps).map(([name, of]) => [name, of.slice(begin, end)])),
          removal,
          counts,
          random: random(1).split('removal', removal, begin),
        });
        for (;;) {
          const next = await curves.next();
          if (next.done) return next.value;
          yield progress(`curves: ${removal}, faces ${begin + 1} to ${end} of ${samples.length}`, next.value);
          if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while measuring faithfulness');
        }
      },
    })),
  );
}

export interface CurvePlan extends CellPlan<JobEvent, readonly FaceCurves[]> {
  readonly removal: Removal;
}

/** What the curves say, removal by removal. */
export async function* removalResults(
  input: StudyInput,
  plans: readonly CurvePlan[],
): AsyncGenerator<JobEvent, readonly RemovalScores[]> {
  const { opened, samples, methods, removals } = input;
  const patches = opened.explainer.rows * opened.explainer.columns;
  const results: RemovalScores[] = [];
  for (const removal of removals) {
    const faces: FaceCurves[] = [];
    for (const plan of plans.filter((one) => one.removal === removal)) faces.push(...(yield* part(input, plan)));
    results.push(
      removalScores({
        removal,
        faces,
        shares: countsOf(input).map((count) => count / patches),
        groups: groupsOf(samples),
        pairs: methods.flatMap((method) => [
          [method, randomControl],
          [method, centreControl],
          [method, averageOf(method)],
        ]),
        random: random(1).split('scores'),
      }),
    );
  }
  return results;
}

const countsOf = ({ opened: { explainer }, steps }: StudyInput) =>
  removalCounts(explainer.rows * explainer.columns, steps);
