// The cells of an experiment: each variant on each data set and seed. Existing results are reused.

import type { ClipModel } from '../clip/load-clip.ts';
import { type Configuration, parseConfiguration } from '../configuration/configuration.ts';
import { argmax } from '../core/argmax.ts';
import { relay } from '../core/relay.ts';
import { type Dataset, ofSplit } from '../data/dataset.ts';
import type { Engine } from '../engine/engine.ts';
import { headlineResult } from '../evaluate/split-result.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import { evaluate } from '../metrics/evaluation.ts';
import type { Checkpoint } from '../recognise/checkpoint.ts';
import type { FeatureStore } from '../recognise/feature-store.ts';
import { frozenFeatures } from '../recognise/frozen-features.ts';
import { zeroShotRecogniser } from '../recognise/zero-shot.ts';
import { train } from '../train/train.ts';
import type { FinishedEvent, TrainEvent } from '../train/train-event.ts';
import { linearProbe } from './linear-probe.ts';
import type { Variant } from './variants.ts';

/** The result of a cell, on the test split if there is one, else on the validation split. */
export interface CellResult {
  readonly variant: string;
  readonly data: string;
  readonly seed: number;
  readonly split: 'valid' | 'test';
  readonly n: number;
  /** Of the epoch selected on the validation split. */
  readonly war: number;
  readonly uar: number;
  /** Of the last epoch. */
  readonly lastWar: number;
  readonly lastUar: number;
}

export interface CellInput {
  /** Identifies the data set within the experiment, e.g. its specification. */
  readonly data: string;
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly dataset: Dataset;
  readonly descriptions: Descriptions;
  readonly configuration: Configuration;
  readonly features?: FeatureStore | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The state of the same training, cut off before. */
  readonly resume?: Checkpoint | undefined;
}

/** Trains one variant with one seed; yields the run's events. */
export async function* trainCell(
  input: CellInput,
  variant: Variant,
  seed: number,
): AsyncGenerator<TrainEvent, readonly CellResult[]> {
  const configuration = parseConfiguration(
    { ...input.configuration, ...variant.settings, seed },
    `variant ${variant.name}`,
  );
  let finished: FinishedEvent | undefined;
  for await (const event of train({ ...input, configuration }, input.resume)) {
    if (event.kind === 'finished') finished = event;
    yield event;
  }
  const { results } = finished!;
  const headline = headlineResult(results)!;
  const { split } = headline;
  const scores = (recogniser: string) =>
    evaluate(results.find((result) => result.split === split && result.recogniser === recogniser)!.predictions);
  const [selected, last, zeroShot] = [evaluate(headline.predictions), scores('last'), scores('zero-shot')];
  const cell = (name: string, best: typeof selected, end: typeof selected): CellResult => ({
    variant: name,
    data: input.data,
    seed,
    split,
    n: best.n,
    war: best.war,
    uar: best.uar,
    lastWar: end.war,
    lastUar: end.uar,
  });
  return [cell(variant.name, selected, last), cell(zeroShotName(variant), zeroShot, zeroShot)];
}

/** Of a variant's settings, only the type of hard prompt affects zero-shot recognition. */
export const zeroShotName = ({ settings }: Pick<Variant, 'settings'>): string =>
  settings.hardPrompt === undefined ? 'zero-shot' : `zero-shot, type ${settings.hardPrompt}`;

/** Plain CLIP with hard prompts of one type, without training a run; independent of the seed. */
export async function* zeroShotCell(
  { data, engine, clip, dataset, descriptions, signal }: CellInput,
  type: Configuration['hardPrompt'],
): AsyncGenerator<TrainEvent, CellResult> {
  const split = ofSplit(dataset, 'test').length > 0 ? 'test' : 'valid';
  const samples = ofSplit(dataset, split);
  const variant = zeroShotName({ settings: { hardPrompt: type } });
  const recogniser = await zeroShotRecogniser(engine, clip, dataset.classes, descriptions, { hardPrompt: type });
  try {
    const work = recogniser.predict(samples, signal);
    const predictions = yield* relay(work, (done) => ({
      kind: 'evaluating' as const,
      what: variant,
      done,
      of: samples.length,
    }));
    const { n, war, uar } = evaluate(predictions);
    return { variant, data, seed: 0, split, n, war, uar, lastWar: war, lastUar: uar };
  } finally {
    await recogniser.release();
  }
}

/** The linear probe on frozen features; independent of the seed. */
export async function* probeCell({
  data,
  engine,
  clip,
  dataset,
  features: store,
  signal,
}: CellInput): AsyncGenerator<TrainEvent, CellResult> {
  const test = ofSplit(dataset, 'test').length > 0 ? 'test' : 'valid';
  const parts = [];
  for (const split of ['train', 'valid', test] as const) {
    const samples = ofSplit(dataset, split);
    const work = frozenFeatures(engine, clip, samples, { signal, store });
    const features = yield* relay(work, (done) => ({ kind: 'prototypes' as const, done, of: samples.length }));
    parts.push({ features, labels: samples.map(({ label }) => label) });
  }
  const [fit, choose, judge] = parts;
  const probe = await linearProbe(engine, fit!, choose!, dataset.classes.length);
  const logits = probe.logits(judge!.features);
  const { n, war, uar } = evaluate({
    classes: dataset.classes,
    labels: judge!.labels,
    probabilities: winners(logits, dataset.classes.length),
  });
  return { variant: 'linear-probe', data, seed: 0, split: test, n, war, uar, lastWar: war, lastUar: uar };
}

/** 1 for the largest score of each row: a probe is judged by what it says, not by how sure it is. */
function winners(logits: Float32Array, classes: number): Float32Array {
  const result = new Float32Array(logits.length);
  for (let begin = 0; begin < logits.length; begin += classes) {
    const row = logits.subarray(begin, begin + classes);
    result[begin + argmax(row)] = 1;
  }
  return result;
}
