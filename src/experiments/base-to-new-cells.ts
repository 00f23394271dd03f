// The cells of base-to-new: a row fitted to a few faces of the base classes, scored on test faces of all classes.
import { parseConfiguration } from '../configuration/configuration.ts';
import { requireFloat32 } from '../core/array.ts';
import { relay } from '../core/relay.ts';
import { type Dataset, ofSplit, type Sample } from '../data/dataset.ts';
import { constant } from '../graph/tensor.ts';
import { type Matrix, pickRows, row as rowOf, timesTransposed, zeros } from '../heads/matrix.ts';
import { promptedTexts } from '../method/prompted-texts.ts';
import { mapPrompts } from '../method/prompts.ts';
import { type Checkpoint, readCheckpoint } from '../recognise/checkpoint.ts';
import { createRecogniser, type Recogniser } from '../recognise/load-run.ts';
import { prepareTask } from '../recognise/task.ts';
import { train } from '../train/train.ts';
import type { TrainEvent } from '../train/train-event.ts';
import { type BaseToNewScores, baseToNewScores, baseTraining, type ClassHalves, classHalves } from './base-to-new.ts';
import type { CellInput } from './cells.ts';
import { drawn, type FeatureBank, type Shots } from './few-shot-cells.ts';
import type { HeadRow, PromptRow } from './few-shot-rows.ts';

export interface BaseToNewResult extends BaseToNewScores {
  readonly row: string;
  readonly data: string;
  readonly shots: Shots;
  /** Of the draw, and of training. */
  readonly seed: number;
}

/** The draw of a cell without training faces of new classes. */
export function baseDraw(dataset: Dataset, shots: Shots, seed: number): Dataset {
  const { base } = classHalves(dataset);
  const draw = drawn(dataset, shots, seed, 'validation-free');
  return { ...draw, samples: draw.samples.filter(({ split, label }) => split === 'test' || label < base.length) };
}

/** One head, fitted to the base classes on kept features; a new class is scored by its text. */
export async function headBaseToNew(
  { engine }: Pick<CellInput, 'engine'>,
  bank: FeatureBank,
  row: HeadRow,
  { data, shots, seed }: Pick<BaseToNewResult, 'data' | 'shots' | 'seed'>,
): Promise<BaseToNewResult> {
  const halves = classHalves(bank.dataset);
  const few = baseDraw(bank.dataset, shots, seed);
  const [support, test] = [ofSplit(few, 'train'), ofSplit(few, 'test')];
  const features = (samples: readonly Sample[]) =>
    pickRows(
      bank.features,
      samples.map((sample) => bank.rows.get(sample)!),
    );
  const all = bank.texts.get(row.hardPrompt)!;
  const [baseTexts, newTexts] = halvesOf(all, halves);
  const labels = support.map(({ label }) => label);
  const task = { texts: baseTexts, scale: bank.scale, support: { features: features(support), labels } };
  const people = support.map(({ group }) => group);
  const scorer = await row.fit({ engine, task, people, valid: { features: zeros(0, all.columns), labels: [] } });
  const faces = features(test);
  const scores = beside(scorer(faces), timesTransposed(faces, newTexts, bank.scale));
  const found = baseToNewScores(
    scores.data,
    test.map(({ label }) => label),
    halves,
  );
  return { row: row.name, data, shots, seed, ...found };
}

function halvesOf(texts: Matrix, { base }: ClassHalves): readonly [Matrix, Matrix] {
  const indices = Array.from({ length: texts.rows }, (_, index) => index);
  return [pickRows(texts, indices.slice(0, base.length)), pickRows(texts, indices.slice(base.length))];
}

/** [A | B]. */
function beside(a: Matrix, b: Matrix): Matrix {
  const both = zeros(a.rows, a.columns + b.columns);
  for (let index = 0; index < a.rows; index++) {
    rowOf(both, index).set(rowOf(a, index));
    rowOf(both, index).set(rowOf(b, index), a.columns);
  }
  return both;
}

/** Prompts, trained on the base classes; the names of all classes then follow the trained context. Yields the run's events. */
export async function* promptBaseToNew(
  input: CellInput,
  row: PromptRow,
  shots: Shots,
  seed: number,
): AsyncGenerator<TrainEvent, BaseToNewResult> {
  const { dataset, engine, clip, descriptions, features, signal } = input;
  const halves = classHalves(dataset);
  const few = baseDraw(dataset, shots, seed);
  const configuration = parseConfiguration({ ...input.configuration, ...row.settings, seed }, `variant ${row.name}`);
  let last: Uint8Array | undefined;
  const training = { engine, clip, dataset: baseTraining(few, halves), descriptions, features, signal, configuration };
  for await (const event of train(training, input.resume)) {
    if (event.kind === 'finished') last = event.last;
    yield event;
  }
  const trained = readCheckpoint(last!, `the prompts of ${row.name}`);
  const recogniser = await withNames(input, trained, dataset.classes);
  try {
    const test = ofSplit(few, 'test');
    const work = recogniser.predict(test, signal);
    const predictions = yield* relay(work, (done) => ({
      kind: 'evaluating' as const,
      what: 'base and new classes',
      done,
      of: test.length,
    }));
    const found = baseToNewScores(predictions.logits, predictions.labels, halves);
    return { row: row.name, data: input.data, shots, seed, ...found };
  } finally {
    await recogniser.release();
  }
}

/** A recogniser of any classes by the context of trained prompts, which all classes share. */
async function withNames(
  { engine, clip }: Pick<CellInput, 'engine' | 'clip'>,
  { context, visual, bottleneck, factors, textWeights, imageWeights, configuration, scale }: Checkpoint,
  classes: readonly string[],
): Promise<Recogniser> {
  // Names alone: no description is read here.
  const task = await prepareTask(engine, clip, classes, {}, { hardPrompt: 2 });
  const prompts = mapPrompts({ context: context!, bottleneck, factors, textWeights }, constant);
  const { vectors: text } = promptedTexts(task, prompts, constant(task.hardText), configuration);
  const program = await engine.compile({ text });
  const found = await program.run({});
  await program.release();
  return createRecogniser(engine, clip, {
    classes,
    classifier: { text: requireFloat32(found.text), visual, imageWeights },
    options: configuration,
    scale,
    temperature: 1,
  });
}
