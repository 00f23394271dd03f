// Sets a run up: checks the data, makes prototypes and the first prompts, and compiles the programs.

import type { ClipModel } from '../clip/load-clip.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { type Random, random } from '../core/random.ts';
import { relay } from '../core/relay.ts';
import { sha256 } from '../core/sha256.ts';
import { countsPerClass, type Dataset, ofSplit, type Sample, type Split, splits } from '../data/dataset.ts';
import { type ImageCache, imageCache } from '../data/image-cache.ts';
import type { Engine } from '../engine/engine.ts';
import { trainingDataOf } from '../evaluate/training-data.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import type { PromptArrays } from '../method/prompts.ts';
import { prototypeSelection, prototypes } from '../method/prototypes.ts';
import { clipIdentity } from '../recognise/clip-identity.ts';
import type { FeatureStore } from '../recognise/feature-store.ts';
import { type RecogniserProgram, recogniserProgram } from '../recognise/recogniser-program.ts';
import { prepareTask, type Task } from '../recognise/task.ts';
import { type Facts, requireAgreement } from '../team/agreement.ts';
import type { Team } from '../team/team.ts';
import { checkImages } from './check-images.ts';
import { classWeights } from './class-weights.ts';
import { firstPrompts } from './first-prompts.ts';
import { type RunIdentity, shownClassifier } from './run-state.ts';
import { encodedOnce } from './shared/encoded-once.ts';
import { sharedFeatures } from './shared/shared-features.ts';
import { localStep } from './steps/local-step.ts';
import { sharedStep } from './steps/shared-step.ts';
import type { StepCompiler } from './steps/step.ts';
import type { TrainEvent } from './train-event.ts';
import { type TrainingProgram, trainingProgram } from './training-program.ts';

/** What `train` needs. */
export interface TrainInput {
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly dataset: Dataset;
  readonly configuration: Configuration;
  readonly descriptions: Descriptions;
  /** Stops after the current step, with a checkpoint. */
  readonly signal?: AbortSignal | undefined;
  /** Where features of the frozen tower are kept between runs. */
  readonly features?: FeatureStore | undefined;
  /** Bytes of decoded images kept in memory between epochs, 1 GiB by default. */
  readonly imageBytes?: number;
  /** How a step is computed; by default on this machine or, in a team, by all its ranks. */
  readonly step?: StepCompiler | undefined;
  /**
   * The processes that train together; this one alone by default. Every rank calls `train` with the same input, gets the same events and
   * ends with the same bytes, which are those of a single process; one of them saves. Needs the setting `microBatch`.
   */
  readonly team?: Team | undefined;
  /** What must be the same on every rank of a team, such as versions of programs, by name. */
  readonly conditions?: Facts | undefined;
}

/** A run that is ready to start: what it was given, what was made of it, and what runs. Nothing here changes between steps. */
export interface RunSetup {
  readonly input: TrainInput;
  readonly identity: RunIdentity;
  readonly task: Task;
  readonly samples: Readonly<Record<Split, readonly Sample[]>>;
  /** The prompts before the first step. */
  readonly start: PromptArrays;
  readonly random: Random;
  readonly programs: RunPrograms;
}

/** What a run holds open until it ends. */
export interface RunPrograms {
  readonly training: TrainingProgram;
  readonly recogniser: RecogniserProgram;
  /** Decoded images, kept between epochs. */
  readonly cache: ImageCache;
}

/**
 * @throws MpaferError `data` for fewer than two classes, a class without training images or an unreadable file, `image` for a file
 *   that is no image, `configuration` for weights of unknown classes, or for a penalty on margins where batches are divided
 */
export async function* setUpRun(input: TrainInput): AsyncGenerator<TrainEvent, RunSetup> {
  const { engine, clip, dataset, configuration, signal, team } = input;
  const samples = {
    train: ofSplit(dataset, 'train'),
    valid: ofSplit(dataset, 'valid'),
    test: ofSplit(dataset, 'test'),
  };
  refuseUntrainable(dataset);
  refuseDividedMargins(configuration, team);
  if (configuration.testEachEpoch && samples.test.length === 0) {
    throw new MpaferError('data', `Cannot test each epoch on ${dataset.name}: it has no test split`, {
      hint: 'Set testEachEpoch to false',
    });
  }
  const data = trainingDataOf(dataset);
  if (team !== undefined) await requireSameInput(team, input, data.fingerprint);
  yield* splitNotes(samples);
  const images = splits.flatMap((split) => samples[split]);
  yield* relay(checkImages(images, signal), (done) => ({ kind: 'checking', done, of: images.length }));
  const cache = imageCache(input.imageBytes ?? 2 ** 30);
  const source = random(configuration.seed);
  const task = await prepareTask(engine, clip, dataset.classes, input.descriptions, configuration, encodedOnce(team));

  const first = await firstPrompts(clip, configuration, dataset.classes.length, source);

  let means: NumericArray<'float32'> | undefined;
  if (configuration.prototypeAlignment !== 'none') {
    const labels = samples.train.map(({ label }) => label);
    const chosen = prototypeSelection(labels, configuration.prototypeSamples, source).map(
      (index) => samples.train[index]!,
    );
    const encoding = sharedFeatures(team, engine, clip, chosen, { cache, signal, store: input.features });
    const features = yield* relay(encoding, (done) => ({ kind: 'prototypes', done, of: chosen.length }));
    means = prototypes(
      features,
      chosen.map(({ label }) => label),
      dataset.classes,
    );
  }
  const { residual: kind } = configuration;
  // Heads are loaded only where one is taught: most pages that train do without.
  const head = kind === 'taught' ? await import('./residual-start.ts') : undefined;
  const weights = classWeights(configuration, dataset.classes, countsPerClass(dataset, 'train'));
  const lesson = { task, samples: samples.train, cache, random: source, classWeights: weights };
  const taught = head && (yield* head.taughtStart(input, lesson));
  const noResidual = float32(new Float32Array(task.hardText.data.length), task.hardText.shape);
  const like = { ...first, ...(kind !== 'none' && { residual: noResidual }) };
  const training = await trainingProgram(engine, {
    task,
    like,
    prototypes: means,
    options: { ...configuration, textTie: configuration.textTie ?? taught?.tie },
    weights,
    step: input.step ?? (team && team.size > 1 ? sharedStep(team) : localStep),
  });
  const residual = head && taught && head.residualTo(taught.vectors, await training.text(like));
  const start = residual ? { ...like, residual } : like;
  const classifier = shownClassifier(like, noResidual, clip.config);
  const recogniser = await recogniserProgram(engine, clip, {
    like: classifier,
    options: configuration,
    scale: task.scale,
    extras: { alignment: true },
  });
  const identity: RunIdentity = {
    classes: dataset.classes,
    configuration,
    clip: clipIdentity(clip, await clip.digest()),
    scale: task.scale,
    prototypes: means,
    data,
    hardPrompts: await sha256(JSON.stringify(task.sentences)),
  };
  return { input, identity, task, samples, start, random: source, programs: { training, recogniser, cache } };
}

/** The variance of margins is that of a whole batch: parts of it cannot be added up. */
function refuseDividedMargins({ margin, microBatch }: Configuration, team: Team | undefined): void {
  if (margin === undefined) return;
  const divided =
    microBatch !== undefined ? `microBatch is ${microBatch}` : team && team.size > 1 && 'a team shares batches';
  if (!divided) return;
  throw new MpaferError('configuration', `Cannot train with margin: it needs whole batches, and ${divided}`, {
    hint: microBatch === undefined ? 'Train on one machine' : 'Leave microBatch out',
  });
}

/** @throws MpaferError `team`, on all ranks, when they were given different things */
async function requireSameInput(team: Team, input: TrainInput, fingerprint: string): Promise<void> {
  await requireAgreement(team, 'train', {
    ...input.conditions,
    'the configuration': JSON.stringify(input.configuration),
    'the fingerprint of the data': fingerprint,
    "CLIP's digest": await input.clip.digest(),
    'the digest of the descriptions': await sha256(JSON.stringify(input.descriptions)),
    'the number of threads per step': input.engine.threads,
  });
}

function* splitNotes({ valid, test }: RunSetup['samples']): Generator<TrainEvent> {
  if (valid.length === 0)
    yield { kind: 'note', text: 'No validation split: the last epoch is kept, and probabilities are not calibrated' };
  if (test.length === 0)
    yield { kind: 'note', text: 'No test split: nothing will say how good the recogniser is on unseen faces' };
}

function refuseUntrainable(dataset: Dataset): void {
  if (dataset.classes.length < 2) {
    throw new MpaferError(
      'data',
      `Cannot train on ${dataset.name}: it has one class (${dataset.classes.join()}); expected at least two`,
    );
  }
  const counts = countsPerClass(dataset, 'train');
  const empty = dataset.classes.filter((_, index) => counts[index] === 0);
  if (empty.length === 0) return;
  throw new MpaferError(
    'data',
    `Cannot train on ${dataset.name}: the training split has no image of ${empty.join(', ')}`,
    {
      hint: `Counts are ${dataset.classes.map((name, index) => `${name} ${counts[index]}`).join(', ')}`,
    },
  );
}
