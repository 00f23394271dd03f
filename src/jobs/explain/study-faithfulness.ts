// The parts of a study of faithfulness, each a cell that is computed once.

import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import { random } from '../../core/random.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { marginParts, pixelsOf, questionOf } from '../../explain/explain-faces.ts';
import type { FaceScores, Question } from '../../explain/explainer.ts';
import { centreMap, classAverageMaps, type Maps, randomMaps } from '../../explain/faithfulness/controls.ts';
import { meanOf, orderAgreement, type RemovalScores, removalScores } from '../../explain/faithfulness/curve-scores.ts';
import { type FaceCurves, faceCurves, removalCounts } from '../../explain/faithfulness/curves.ts';
import {
  classSensitivity,
  type Likeness,
  likeness,
  mirrored,
  mirroredMap,
  regionRemoval,
  shifted,
} from '../../explain/faithfulness/other-tests.ts';
import { plantedTasks } from '../../explain/faithfulness/planted.ts';
import { type PlantedResult, plantedResult } from '../../explain/faithfulness/planted-test.ts';
import { type Randomised, randomised } from '../../explain/faithfulness/randomised.ts';
import type { Removal } from '../../explain/faithfulness/removal.ts';
import { averageOf, centreControl, type FaithfulnessStudy, randomControl } from '../../explain/faithfulness/study.ts';
import { checkpointParts } from '../../explain/load-explainer.ts';
import { patchRegions, regionShares } from '../../explain/regions.ts';
import { jpegRoundTrip } from '../../platform/node/images/jpeg-round-trip.ts';
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
interface Known {
  readonly scores: readonly FaceScores[];
  readonly questions: readonly Question[];
  readonly maps: Readonly<Record<string, Maps>>;
}

/** Faces of a cell. */
const chunk = 50;
/** Pairs of drawn faces for each half of a planted task. */
const plantedPairs = 64;
/** Quality of the JPEG, and pixels of the shift, of the test of stability. */
const jpegQuality = 50;
const shiftBy = 2;

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

/** One cell of the study. */
async function* part<Result>(
  { folder, signal }: StudyInput,
  name: string,
  work: () => AsyncGenerator<JobEvent, Result>,
): AsyncGenerator<JobEvent, Result> {
  if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while measuring faithfulness');
  return (yield* cell(folder, name, work)).result;
}

const facesOf = (samples: readonly Sample[]): Promise<readonly RgbImage[]> =>
  Promise.all(samples.map((sample) => sample.read()));

/** Scores, questions and maps of every face, chunk by chunk. */
async function* knownFaces(input: StudyInput): AsyncGenerator<JobEvent, Known> {
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

async function* removalResults(input: StudyInput, known: Known): AsyncGenerator<JobEvent, readonly RemovalScores[]> {
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

async function* stabilityOf(
  { opened, methods }: StudyInput,
  questions: readonly Question[],
  maps: Readonly<Record<string, Maps>>,
  read: (count: number) => Promise<readonly RgbImage[]>,
): AsyncGenerator<JobEvent, Readonly<Record<string, Readonly<Record<string, Likeness>>>>> {
  const { explainer, clip } = opened;
  const faces = await read(questions.length);
  const k = Math.max(1, explainer.topPatches || 5);
  const changes: Readonly<Record<string, (face: RgbImage) => RgbImage | Promise<RgbImage>>> = {
    mirrored: mirrored,
    [`moved by ${shiftBy} pixels`]: (face) => shifted(face, shiftBy),
    [`JPEG of quality ${jpegQuality}`]: (face) => jpegRoundTrip(face, jpegQuality),
  };
  const found: Record<string, Record<string, Likeness>> = {};
  for (const [name, change] of Object.entries(changes)) {
    yield progress(`stability: ${name}`, 0, 1);
    const changed = pixelsOf(clip.preprocessing, await Promise.all(faces.map(change)));
    found[name] = {};
    for (const method of methods) {
      const turned = await explainer.maps(method, changed, questions);
      const back = name === 'mirrored' ? turned.map((map) => mirroredMap(map, explainer.columns)) : turned;
      found[name][method] = likeness(maps[method]!, back, k);
    }
  }
  return found;
}

async function* regionsOf(
  { opened, methods, fewer }: StudyInput,
  known: Known,
  pixels: () => Promise<Float32Array>,
): AsyncGenerator<JobEvent, FaithfulnessStudy['regions']> {
  yield progress('regions', 0, 1);
  const { explainer } = opened;
  const regions = patchRegions(explainer.rows, explainer.columns);
  const names = [...new Set(regions)];
  const some = Object.fromEntries(methods.map((method) => [method, known.maps[method]!.slice(0, fewer)]));
  const { losses, correlation } = await regionRemoval(
    explainer,
    await pixels(),
    known.questions.slice(0, fewer),
    regions,
    some,
  );
  const meanShares = (own: Maps) => {
    const each = own.map((map) => regionShares(map, regions));
    return Object.fromEntries(names.map((name) => [name, meanOf(each.map((shares) => shares[name]))]));
  };
  const shares = methods.map((method) => {
    const byClass = explainer.classes.flatMap((name, index) => {
      const own = known.maps[method]!.filter((_, face) => known.questions[face]!.target === index);
      return own.length === 0 ? [] : [[name, meanShares(own)] as const];
    });
    return [method, { all: meanShares(known.maps[method]!), ...Object.fromEntries(byClass) }] as const;
  });
  return {
    faces: fewer,
    correlation,
    shares: Object.fromEntries(shares),
    area: Object.fromEntries(
      names.map((name) => [name, regions.filter((region) => region === name).length / regions.length]),
    ),
    losses: Object.fromEntries(names.map((name, at) => [name, meanOf(losses.map((own) => own[at]!))])),
  };
}
