// Removal curves of every face under every removal, and what they say of the maps.
import { MpaferError } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import { pixelsOf } from '../../explain/explain-faces.ts';
import { centreMap, classAverageMaps, type Maps, randomMaps } from '../../explain/faithfulness/controls.ts';
import { meanOf, type RemovalScores, removalScores } from '../../explain/faithfulness/curve-scores.ts';
import { type FaceCurves, faceCurves, removalCounts } from '../../explain/faithfulness/curves.ts';
import { averageOf, centreControl, randomControl } from '../../explain/faithfulness/study.ts';
import { type JobEvent, progress } from '../job-event.ts';
import { chunk, facesOf, type Known, part, type StudyInput } from './study-parts.ts';

export async function* removalResults(
  input: StudyInput,
  known: Known,
): AsyncGenerator<JobEvent, readonly RemovalScores[]> {
  const { opened, samples, methods, removals, steps, randomOrders } = input;
  const { explainer, clip } = opened;
  const patches = explainer.rows * explainer.columns;
  const counts = removalCounts(patches, steps);
  const groups = samples.every(({ group }) => group !== undefined) ? samples.map(({ group }) => group!) : undefined;
  const targets = known.questions.map(({ target }) => target);
  const maps: Record<string, Maps> = { ...known.maps };
  for (const method of methods) maps[averageOf(method)] = classAverageMaps(known.maps[method]!, targets, groups);
  maps[centreControl] = known.questions.map(() => centreMap(explainer.rows, explainer.columns));
  for (let index = 0; index < randomOrders; index++) {
    maps[randomControl(index)] = randomMaps(samples.length, patches, random(1).split('orders', index));
  }
  const results: RemovalScores[] = [];
  for (const removal of removals) {
    const faces: FaceCurves[] = [];
    for (let begin = 0; begin < samples.length; begin += chunk) {
      const own = samples.slice(begin, begin + chunk);
      const found = yield* part<readonly FaceCurves[]>(input, `curves-${removal}-${begin}`, async function* () {
        const curves = faceCurves({
          explainer,
          pixels: pixelsOf(clip.preprocessing, await facesOf(own)),
          questions: known.questions.slice(begin, begin + own.length),
          maps: Object.fromEntries(
            Object.entries(maps).map(([name, of]) => [name, of.slice(begin, begin + own.length)]),
          ),
          removal,
          counts,
          random: random(1).split('removal', removal, begin),
        });
        for (;;) {
          const next = await curves.next();
          if (next.done) return next.value;
          const label = `curves: ${removal}, faces ${begin + 1} to ${begin + own.length} of ${samples.length}`;
          yield progress(label, next.value);
          if (input.signal?.aborted) throw new MpaferError('aborted', 'Stopped while measuring faithfulness');
        }
      });
      faces.push(...found);
    }
    results.push(
      removalScores({
        removal,
        faces: faces.map(withMeanOfRandom(randomOrders)),
        shares: counts.map((count) => count / patches),
        groups,
        pairs: methods.flatMap((method) => [
          [method, 'random'],
          [method, centreControl],
          [method, averageOf(method)],
        ]),
        random: random(1).split('scores'),
      }),
    );
  }
  return results;
}

/** All random orders of a face as one control: the mean of their curves. */
const withMeanOfRandom =
  (orders: number) =>
  (face: FaceCurves): FaceCurves => {
    const names = Array.from({ length: orders }, (_, index) => randomControl(index));
    const along = (way: 'deletion' | 'insertion') => {
      const own = names.map((name) => face.paths[name]![way]);
      const at = (step: number) => own.map(({ margin }) => margin[step]!);
      return {
        margin: own[0]!.margin.map((_, step) => meanOf(at(step))),
        kept: own[0]!.kept.map((_, step) => meanOf(own.map(({ kept }) => kept[step]!))),
      };
    };
    const rest = Object.entries(face.paths).filter(([name]) => !names.includes(name));
    const paths = {
      ...Object.fromEntries(rest),
      random: { deletion: along('deletion'), insertion: along('insertion') },
    };
    return { ...face, paths };
  };
