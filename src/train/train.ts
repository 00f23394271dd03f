// A training run as a stream of events: prototypes, epochs of steps with an evaluation after each, and one look at the test split at the end.
import type { NumericArray } from '../core/array.ts';
import { relay } from '../core/relay.ts';
import { emptySums } from '../evaluate/epoch-record.ts';
import { temperatureOn } from '../evaluate/held-out-study.ts';
import type { SplitResult } from '../evaluate/split-result.ts';
import { evaluate } from '../metrics/evaluation.ts';
import { learningRate } from '../nn/optim/schedule.ts';
import { type BestPrompts, type Checkpoint, writeCheckpoint } from '../recognise/checkpoint.ts';
import { nearestWords } from '../recognise/nearest-words.ts';
import { predictSamples } from '../recognise/predict-samples.ts';
import { type Classifier, type RecogniserProgram, recogniserProgram } from '../recognise/recogniser-program.ts';
import { type AlignmentMeter, alignmentMeter } from './alignment-meter.ts';
import { epochSummary } from './epoch-summary.ts';
import { type RunSetup, setUpRun, type TrainInput } from './run-setup.ts';
import { copyPrompts, newState, type RunState, recogniserOf, resumedState, stateBytes } from './run-state.ts';
import { scheduleOf, trainEpoch } from './train-epoch.ts';
import type { TrainEvent } from './train-event.ts';

/**
 * Trains prompts. The caller keeps the checkpoints that it is handed; with the last of them as `resume` a run goes on
 * and ends with the same bytes as one that was never interrupted.
 *
 * @throws MpaferError `data` (a class without training images, an unreadable image), `descriptions`, `checkpoint`
 * (`resume` belongs to another run), `run` (diverged), `aborted`
 */
export async function* train(input: TrainInput, resume?: Checkpoint): AsyncGenerator<TrainEvent, void> {
  const setup = yield* setUpRun(input);
  try {
    const state = resume === undefined ? newState(setup) : await resumedState(resume, setup);
    yield { kind: 'ready' };
    while (state.epoch < setup.configuration.epochs) {
      yield* trainEpoch(setup, state);
      yield* endEpoch(setup, state);
    }
    yield* finish(setup, state);
  } finally {
    await setup.training.release();
    await setup.recogniser.release();
  }
}

/** Evaluates, keeps the best prompts, writes the record and the checkpoint, and moves on to the next epoch. */
async function* endEpoch(setup: RunSetup, state: RunState): AsyncGenerator<TrainEvent, void> {
  const { configuration, samples } = setup;
  const done = state.epoch + 1;
  const text = await setup.training.text(state.prompts.context);
  const due = done % configuration.evaluateEvery === 0 || done === configuration.epochs;
  const meter = alignmentMeter(setup.prototypes, configuration);
  const result = due && samples.valid.length > 0 ? yield* judge(setup, state, text, 'valid', meter.add) : undefined;
  const valid = result && evaluate(result.predictions);
  const peek = due && configuration.testEachEpoch ? yield* judge(setup, state, text, 'test') : undefined;
  const test = peek && evaluate(peek.predictions);
  const kept = (war: number): BestPrompts => ({ ...copyPrompts(state.prompts), text, epoch: done, war });
  const better = valid !== undefined && valid.war > (state.best?.war ?? -1);
  if (better) state.best = kept(valid.war);
  if (test !== undefined && test.war > (state.bestTest?.war ?? -1)) state.bestTest = kept(test.war);
  const rate = learningRate(state.step - 1, scheduleOf(configuration, samples.train.length));
  const words = await nearestWords(setup.engine, setup.clip, state.prompts.context);
  const record = epochSummary(setup, state, rate, { valid, test, alignment: meter.result(), words });
  state.records = [...state.records, record];
  state.epoch = done;
  state.batch = 0;
  state.sums = emptySums;
  // The record first: a run that ends in between writes it once more, the other way round it would be missing.
  yield { kind: 'epoch', record, best: better };
  yield { kind: 'checkpoint', bytes: stateBytes(setup, state, text) };
}

/** Stopped in here, or by an image that cannot be read, the epoch's steps must not be lost. */
async function* judge(
  setup: RunSetup,
  state: RunState,
  text: NumericArray<'float32'>,
  split: SplitResult['split'],
  onBatch?: AlignmentMeter['add'],
): AsyncGenerator<TrainEvent, SplitResult> {
  const classifier = { text, visual: state.prompts.visual };
  try {
    return yield* evaluateSplit(setup, setup.recogniser, classifier, 'last', split, state.epoch + 1, onBatch);
  } catch (error) {
    yield { kind: 'checkpoint', bytes: stateBytes(setup, state, text) };
    throw error;
  }
}

/** Chooses by validation, calibrates on validation, and only then looks at the test split (or again, where it was asked to each epoch). */
async function* finish(setup: RunSetup, state: RunState): AsyncGenerator<TrainEvent, void> {
  const { engine, clip, configuration, task, records } = { ...setup, records: state.records };
  const last: Omit<BestPrompts, 'war'> = {
    ...state.prompts,
    text: await setup.training.text(state.prompts.context),
    epoch: state.epoch,
  };
  const selected = state.best ?? last;
  const plain: Classifier = { text: task.hardText };
  // Zero-shot is CLIP as it comes: the whole image against the hard prompts.
  const zeroShot = await recogniserProgram(engine, clip, {
    like: plain,
    options: { ...configuration, topPatches: 0 },
    scale: task.scale,
  });
  const results: SplitResult[] = [];
  for (const split of ['valid', 'test'] as const) {
    if (setup.samples[split].length === 0) continue;
    results.push(yield* evaluateSplit(setup, zeroShot, plain, 'zero-shot', split, 0));
    results.push(yield* evaluateSplit(setup, setup.recogniser, last, 'last', split, last.epoch));
    if (state.best !== undefined) {
      results.push(yield* evaluateSplit(setup, setup.recogniser, selected, 'selected', split, selected.epoch));
    }
    const peeked = split === 'test' ? state.bestTest : undefined;
    if (peeked === undefined) continue;
    results.push(yield* evaluateSplit(setup, setup.recogniser, peeked, 'best-test', split, peeked.epoch));
  }
  await zeroShot.release();
  const calibration = results.findLast(({ split, recogniser }) => split === 'valid' && recogniser !== 'zero-shot');
  const temperature = calibration === undefined ? 1 : temperatureOn(calibration.predictions);
  yield {
    kind: 'finished',
    results,
    records,
    recogniser: writeCheckpoint(recogniserOf(setup, selected, temperature)),
    last: writeCheckpoint(recogniserOf(setup, last, temperature)),
  };
}

async function* evaluateSplit(
  setup: RunSetup,
  program: RecogniserProgram,
  classifier: Classifier,
  recogniser: SplitResult['recogniser'],
  split: SplitResult['split'],
  epoch: number,
  onBatch?: AlignmentMeter['add'],
): AsyncGenerator<TrainEvent, SplitResult> {
  const { clip, dataset, cache, signal } = setup;
  const samples = setup.samples[split];
  const work = predictSamples(clip, { program, classifier, classes: dataset.classes }, samples, {
    cache,
    signal,
    onBatch,
  });
  const what = `${recogniser}, ${split}`;
  const predictions = yield* relay(work, (done) => ({ kind: 'evaluating', what, done, of: samples.length }));
  return { recogniser, split, epoch, predictions };
}
