// The parts of a study of faithfulness, each a cell that is computed once.
import { random } from '../../core/random.ts';
import { marginParts, pixelsOf } from '../../explain/explain-faces.ts';
import { meanOf, orderAgreement } from '../../explain/faithfulness/curve-scores.ts';
import { classSensitivity } from '../../explain/faithfulness/other-tests.ts';
import { plantedTasks } from '../../explain/faithfulness/planted.ts';
import { type PlantedResult, plantedResult } from '../../explain/faithfulness/planted-test.ts';
import { type Randomised, randomised } from '../../explain/faithfulness/randomised.ts';
import type { FaithfulnessStudy } from '../../explain/faithfulness/study.ts';
import { checkpointParts } from '../../explain/load-explainer.ts';
import { type JobEvent, progress } from '../job-event.ts';
import { regionsOf, stabilityOf } from './face-studies.ts';
import { removalResults } from './removal-study.ts';
import { facesOf, knownFaces, part, type StudyInput } from './study-parts.ts';

/** Pairs of drawn faces for each half of a planted task. */
const plantedPairs = 64;

export async function* studyFaithfulness(input: StudyInput): AsyncGenerator<JobEvent, FaithfulnessStudy> {
  const { opened, samples, methods, fewer } = input;
  const { explainer } = opened;
  const known = yield* knownFaces(input);
  const removals = yield* removalResults(input, known);
  const few = { ...known, scores: known.scores.slice(0, fewer), questions: known.questions.slice(0, fewer) };
  const fewMaps = Object.fromEntries(methods.map((method) => [method, known.maps[method]!.slice(0, fewer)]));
  const read = (count: number) => facesOf(samples.slice(0, count));
  const pixels = async () => pixelsOf(opened.clip.preprocessing, await read(fewer));

  const sensitivity = yield* part(input, 'classes', async function* () {
    yield progress('class sensitivity', 0, 1);
    return classSensitivity(explainer, methods, await pixels(), few.scores, few.questions, fewMaps);
  });
  const noise = yield* part<Randomised>(input, 'randomised', async function* () {
    const stages = randomised({
      engine: input.engine,
      clip: opened.clip,
      parts: checkpointParts(opened.checkpoint),
      own: explainer,
      // Occlusion of every stage would take as long as all the rest.
      methods: methods.filter((method) => method !== 'occlusion'),
      pixels: await pixels(),
      questions: few.questions,
      random: random(1).split('randomised'),
    });
    for (let done = 1; ; done++) {
      const next = await stages.next();
      if (next.done) return next.value;
      yield progress(`randomised: ${next.value}`, done);
    }
  });
  const planted: PlantedResult[] = [];
  for (const task of plantedTasks) {
    const result = yield* part<PlantedResult>(input, `planted-${task}`, async function* () {
      yield progress(`planted: ${task}`, 0, 1);
      const parts = checkpointParts(opened.checkpoint);
      return plantedResult(task, {
        ...{ engine: input.engine, clip: opened.clip, parts, pairs: plantedPairs, random: random(1).split('planted') },
        methods,
      });
    });
    planted.push(result);
  }
  const stability = yield* part(input, 'stability', () => stabilityOf(input, few.questions, fewMaps, read));
  const regions = yield* part(input, 'regions', () => regionsOf(input, known, pixels));
  return {
    methods,
    faces: samples.length,
    accuracy: meanOf(known.questions.map(({ target }, face) => Number(target === samples[face]!.label))),
    localShare: meanOf(
      known.scores.map((scores, face) => marginParts(scores, known.questions[face]!, explainer.localWeight).localShare),
    ),
    removals,
    agreement: orderAgreement(removals),
    randomised: noise,
    classes: { faces: fewer, correlation: sensitivity },
    planted,
    stability: { faces: fewer, changes: stability },
    regions,
  };
}
