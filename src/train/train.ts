// A training run as a stream of events: checks, prototypes, epochs with an evaluation after each, and one look at the test split at the end.
import type { NumericArray } from '../core/array.ts';
import { emptySums } from '../evaluate/epoch-record.ts';
import type { SplitResult } from '../evaluate/split-result.ts';
import { evaluate } from '../metrics/evaluation.ts';
import { learningRate } from '../nn/optim/schedule.ts';
import type { BestPrompts, Checkpoint } from '../recognise/checkpoint.ts';
import { requireSameClip } from '../recognise/clip-identity.ts';
import { nearestWords } from '../recognise/nearest-words.ts';
import { type AlignmentMeter, alignmentMeter } from './alignment-meter.ts';
import { epochSummary } from './epoch-summary.ts';
import { evaluateSplit } from './evaluate-split.ts';
import { finishRun } from './finish-run.ts';
import { averaged } from './prompt-average.ts';
import { type RunSetup, setUpRun, type TrainInput } from './run-setup.ts';
import {
  copyPrompts,
  newState,
  type RunState,
  resumedState,
  shownClassifier,
  shownPrompts,
  stateBytes,
} from './run-state.ts';
import { requireSameState } from './shared/same-state.ts';
import { scheduleOf, trainEpoch } from './train-epoch.ts';
import type { TrainEvent } from './train-event.ts';

/**
 * Trains prompts. The caller saves the checkpoints it is given; with the latest as `resume`, a run continues and ends with
 * the same bytes as one that was never interrupted.
 *
 * @throws MpaferError `data` or `image` (fewer than two classes, a class without training images, an unreadable image),
 * `descriptions`, `checkpoint` (`resume` belongs to another run), `run` (diverged), `aborted`
 * @example
 * ```ts no-run (needs a data set)
 * import { defaultDescriptions, nodeDataHost, nodeEngine, openClip, openDataset, parseConfiguration, train } from 'mpafer';
 * await using engine = nodeEngine();
 * const clip = await openClip('face-clip');
 * const dataset = await openDataset('folder:my-faces', nodeDataHost);
 * const configuration = parseConfiguration({ epochs: 5 }, 'this script');
 * const input = { engine, clip, dataset, configuration, descriptions: defaultDescriptions };
 * for await (const event of train(input)) if (event.kind === 'epoch') console.log(event.record);
 * ```
 */
export async function* train(input: TrainInput, resume?: Checkpoint): AsyncGenerator<TrainEvent, void> {
  const setup = yield* setUpRun(input);
  try {
    const state = await startState(setup, resume);
    if (input.team !== undefined) {
      const text = await setup.programs.training.text(state.prompts);
      await requireSameState(input.team, stateBytes(state, setup.identity, text, setup.input.clip.config), state.step);
    }
    yield { kind: 'ready' };
    while (state.epoch < setup.input.configuration.epochs) {
      yield* trainEpoch(setup, state);
      yield* endEpoch(setup, state);
    }
    yield* finishRun(setup, state);
  } finally {
    await setup.programs.training.release();
    await setup.programs.recogniser.release();
  }
}

async function startState({ input, identity, start }: RunSetup, resume: Checkpoint | undefined): Promise<RunState> {
  if (resume === undefined) return newState(start);
  await requireSameClip(resume, input.clip, 'the checkpoint');
  return resumedState(resume, identity);
}

/** Evaluates, keeps the best prompts, yields the record and a checkpoint, and moves on to the next epoch. */
async function* endEpoch(setup: RunSetup, state: RunState): AsyncGenerator<TrainEvent, void> {
  const { input, identity, samples, start } = setup;
  const { configuration } = input;
  const done = state.epoch + 1;
  const { average } = configuration;
  if (average)
    state.average = averaged(state.average, state.prompts, average, { epoch: done, epochs: configuration.epochs });
  const shown = shownPrompts(state);
  const text = await setup.programs.training.text(shown);
  const due = done % configuration.evaluateEvery === 0 || done === configuration.epochs;
  const meter = alignmentMeter(identity.prototypes, configuration);
  const result = due && samples.valid.length > 0 ? yield* judge(setup, state, text, 'valid', meter.add) : undefined;
  const valid = result && evaluate(result.predictions);
  const peek = due && configuration.testEachEpoch ? yield* judge(setup, state, text, 'test') : undefined;
  const test = peek && evaluate(peek.predictions);
  const kept = (war: number): BestPrompts => ({ ...copyPrompts(shown), text, epoch: done, war });
  const better = valid !== undefined && valid.war > (state.best?.war ?? -1);
  if (better) state.best = kept(valid.war);
  if (test !== undefined && test.war > (state.bestTest?.war ?? -1)) state.bestTest = kept(test.war);
  const rate = learningRate(state.step - 1, scheduleOf(configuration, samples.train.length));
  const words = await nearestWords(input.engine, input.clip, shown.context);
  const record = epochSummary(start, state, rate, { valid, test, alignment: meter.result(), words });
  state.records = [...state.records, record];
  state.epoch = done;
  state.batch = 0;
  state.sums = emptySums;
  // The record first: a run killed in between writes it again; the other way round it would be missing.
  yield { kind: 'epoch', record, best: better };
  const own = average ? await setup.programs.training.text(state.prompts) : text;
  const bytes = stateBytes(state, setup.identity, own, setup.input.clip.config);
  await requireSameState(input.team, bytes, state.step);
  yield { kind: 'checkpoint', bytes };
}

/** If evaluation is interrupted, saves a checkpoint so that the epoch's steps are kept. */
async function* judge(
  setup: RunSetup,
  state: RunState,
  text: NumericArray<'float32'>,
  split: SplitResult['split'],
  onBatch?: AlignmentMeter['add'],
): AsyncGenerator<TrainEvent, SplitResult> {
  const classifier = shownClassifier(shownPrompts(state), text, setup.input.clip.config);
  try {
    const [program, epoch] = [setup.programs.recogniser, state.epoch + 1];
    return yield* evaluateSplit(setup, { program, classifier, recogniser: 'last', split, epoch, onBatch });
  } catch (error) {
    yield { kind: 'checkpoint', bytes: stateBytes(state, setup.identity, text, setup.input.clip.config) };
    throw error;
  }
}
