// The cells of the few-shot experiment: one row, one number of shots, one draw, one data set; the test faces are looked at once.
import type { ClipModel } from '../clip/load-clip.ts';
import { type Configuration, parseConfiguration } from '../configuration/configuration.ts';
import { MpaferError } from '../core/errors.ts';
import { relay } from '../core/relay.ts';
import { type Dataset, ofSplit, type Sample } from '../data/dataset.ts';
import { drawShots, mostValidationShots } from '../data/shots.ts';
import type { Engine } from '../engine/engine.ts';
import type { LabelledRows } from '../heads/few-shot-task.ts';
import { type Matrix, pickRows, timesTransposed, unitRows, zeros } from '../heads/matrix.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import { evaluate } from '../metrics/evaluation.ts';
import { softmaxRows } from '../metrics/temperature.ts';
import { readCheckpoint } from '../recognise/checkpoint.ts';
import type { FeatureStore } from '../recognise/feature-store.ts';
import { frozenFeatures } from '../recognise/frozen-features.ts';
import { prepareTask } from '../recognise/task.ts';
import { train } from '../train/train.ts';
import type { TrainEvent } from '../train/train-event.ts';
import { type CellInput, trainCell } from './cells.ts';
import type { FewShotProtocol, FewShotRow, HeadRow, PromptRow } from './few-shot-rows.ts';
import type { Variant } from './variants.ts';

/** Training faces a class, or all of them. */
export type Shots = number | 'all';

export interface FewShotResult {
  readonly row: string;
  readonly protocol: FewShotProtocol;
  readonly data: string;
  readonly shots: Shots;
  /** Of the draw, and of training. */
  readonly seed: number;
  readonly n: number;
  readonly war: number;
  readonly uar: number;
  /** What the row keeps beside the frozen CLIP, in numbers. */
  readonly numbers: number;
}

/** A data set with the features of the faces that its cells need, and the texts of its classes by type of hard prompt. */
export interface FeatureBank {
  readonly dataset: Dataset;
  readonly rows: ReadonlyMap<Sample, number>;
  /** [n, E], of unit length. */
  readonly features: Matrix;
  readonly texts: ReadonlyMap<1 | 2 | 3, Matrix>;
  readonly scale: number;
}

export interface BankInput {
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly dataset: Dataset;
  readonly descriptions: Descriptions;
  /** The draws that heads will ask for: only their faces are encoded, and those of the test split. */
  readonly draws: readonly Dataset[];
  readonly features?: FeatureStore | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Encodes every face of the draws once; yields progress. @throws MpaferError `data` without training or test faces */
export async function* featureBank(input: BankInput): AsyncGenerator<TrainEvent, FeatureBank> {
  const { engine, clip, dataset, descriptions, draws, features: store, signal } = input;
  const needed = new Set([...draws.flatMap(({ samples }) => samples), ...ofSplit(dataset, 'test')]);
  for (const split of ['train', 'test'] as const) {
    if (ofSplit(dataset, split).length > 0) continue;
    throw new MpaferError(
      'data',
      `Cannot measure few shots on ${dataset.name}: its ${split} split is empty`,
      split === 'test' ? { hint: 'Where the data set has none, test=0.1 after the path takes one' } : {},
    );
  }
  const rows = new Map<Sample, number>();
  const parts: Matrix[] = [];
  for (const split of ['train', 'valid', 'test'] as const) {
    const samples = ofSplit(dataset, split).filter((sample) => needed.has(sample));
    if (samples.length === 0) continue;
    const work = frozenFeatures(engine, clip, samples, { signal, store });
    const found = yield* relay(work, (done) => ({ kind: 'prototypes' as const, done, of: samples.length }));
    for (const sample of samples) rows.set(sample, rows.size);
    parts.push(unitRows(found));
  }
  const texts = new Map<1 | 2 | 3, Matrix>();
  let scale = 1;
  for (const hardPrompt of [2, 3] as const) {
    const task = await prepareTask(engine, clip, dataset.classes, descriptions, { hardPrompt });
    texts.set(hardPrompt, unitRows(task.hardText));
    scale = task.scale;
  }
  return { dataset, rows, features: stacked(parts), texts, scale };
}

function stacked(parts: readonly Matrix[]): Matrix {
  const all = zeros(
    parts.reduce((sum, { rows }) => sum + rows, 0),
    parts[0]!.columns,
  );
  let at = 0;
  for (const { data } of parts) {
    all.data.set(data, at);
    at += data.length;
  }
  return all;
}

/** The data set of a cell: a draw, or all training faces. */
export const drawn = (dataset: Dataset, shots: Shots, seed: number, protocol: FewShotProtocol): Dataset => {
  const shotsValid = protocol === 'validated' ? mostValidationShots : 0;
  if (shots !== 'all') return drawShots(dataset, { shots, shotsSeed: seed, shotsValid });
  if (protocol === 'validated') return dataset;
  return { ...dataset, samples: dataset.samples.filter(({ split }) => split !== 'valid') };
};

/** One head, fitted and tested on kept features. */
export async function headCell(
  engine: Engine,
  bank: FeatureBank,
  row: HeadRow,
  { data, shots, seed }: Pick<FewShotResult, 'data' | 'shots' | 'seed'>,
): Promise<FewShotResult> {
  const few = drawn(bank.dataset, shots, seed, row.protocol);
  const rowsOf = (split: 'train' | 'valid' | 'test'): LabelledRows & { readonly samples: readonly Sample[] } => {
    const samples = ofSplit(few, split);
    return {
      samples,
      features: pickRows(
        bank.features,
        samples.map((sample) => bank.rows.get(sample)!),
      ),
      labels: samples.map(({ label }) => label),
    };
  };
  const [support, valid, test] = [rowsOf('train'), rowsOf('valid'), rowsOf('test')];
  if (row.protocol === 'validated' && valid.labels.length === 0) {
    throw new MpaferError('data', `Cannot choose ${row.name} on ${few.name}: its validation split is empty`, {
      hint: 'Give it one by valid=0.1 after its path, or run the rows that need none',
    });
  }
  const task = { texts: bank.texts.get(row.hardPrompt)!, scale: bank.scale, support };
  const people = support.samples.map(({ group }) => group);
  const scorer = await row.fit({ engine, task, people, valid });
  const classes = few.classes;
  const scores = scorer(test.features);
  const { n, war, uar } = evaluate({
    classes,
    labels: test.labels,
    probabilities: Float32Array.from(softmaxRows(scores.data, classes.length)),
  });
  const numbers = row.numbers(support.labels.length, classes.length, bank.features.columns);
  return { row: row.name, protocol: row.protocol, data, shots, seed, n, war, uar, numbers };
}

/** Prompts, trained on the shots. Yields the run's events. @param bank where kept features serve, as `seesPlainImages` says */
export async function* promptCell(
  input: CellInput,
  row: PromptRow,
  shots: Shots,
  seed: number,
  bank?: FeatureBank,
): AsyncGenerator<TrainEvent, FewShotResult> {
  const dataset = drawn(input.dataset, shots, seed, row.protocol);
  const variant = { name: row.name, about: row.about, settings: row.settings };
  const cell = bank
    ? textCell({ ...input, dataset }, variant, seed, bank)
    : promptedCell({ ...input, dataset }, variant, seed);
  const { n, war, uar } = yield* cell;
  const settings = { ...input.configuration, ...row.settings };
  const { contextTokens, sharedContext, visualPrompts, visualDepth, weightRank } = settings;
  const { text, image, embedding } = input.clip.config;
  const context = contextTokens * text.width * (sharedContext ? 1 : dataset.classes.length);
  const visual = visualPrompts * image.width * Math.min(visualDepth ?? image.layers, image.layers);
  // Query, key and value of each layer, two factors each.
  const moves = 6 * weightRank * image.width * image.layers;
  const numbers = context + visual + moves + dataset.classes.length * embedding;
  return { row: row.name, protocol: row.protocol, data: input.data, shots, seed, n, war, uar, numbers };
}

type Scores = Pick<FewShotResult, 'n' | 'war' | 'uar'>;

async function* promptedCell(input: CellInput, variant: Variant, seed: number): AsyncGenerator<TrainEvent, Scores> {
  const [own] = yield* trainCell(input, variant, seed);
  return own!;
}

/** Whether a recogniser sees images as the frozen tower does, so that features of the test faces serve every run. */
export const seesPlainImages = (
  configuration: Pick<Configuration, 'visualPrompts' | 'visualDepth' | 'topPatches' | 'weightRank'>,
): boolean =>
  configuration.weightRank === 0 &&
  configuration.topPatches === 0 &&
  (configuration.visualPrompts === 0 || configuration.visualDepth === 0);

/** Trains without the test faces and looks at their kept features once: the same scores, without a pass of the tower in each cell. */
async function* textCell(
  { dataset, ...input }: CellInput,
  { name, settings }: Variant,
  seed: number,
  bank: FeatureBank,
): AsyncGenerator<TrainEvent, Scores> {
  const configuration = parseConfiguration({ ...input.configuration, ...settings, seed }, `row ${name}`);
  const without = { ...dataset, samples: dataset.samples.filter(({ split }) => split !== 'test') };
  let trained: Uint8Array | undefined;
  for await (const event of train({ ...input, dataset: without, configuration }, input.resume)) {
    if (event.kind === 'trained') trained = event.recogniser;
    yield event;
  }
  const { text, scale, visual } = readCheckpoint(trained!, `row ${name}`);
  if (visual !== undefined) throw new Error(`${name} has visual prompts`);
  const test = ofSplit(dataset, 'test');
  const faces = test.map((sample) => bank.rows.get(sample)!);
  const scores = timesTransposed(pickRows(bank.features, faces), unitRows(text), scale);
  return evaluate({
    classes: dataset.classes,
    labels: test.map(({ label }) => label),
    probabilities: Float32Array.from(softmaxRows(scores.data, dataset.classes.length)),
  });
}

/** The name of a cell, as a file. */
export const fewShotCellName = ({ name, protocol }: FewShotRow, shots: Shots, seed: number, data: number): string =>
  `${name}-${protocol}-shots-${shots}-seed${seed}-data${data}`;
