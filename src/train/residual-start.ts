// Where the residual of the class vectors starts: at zero, or where a head ends that is taught by the training faces, on frozen features.
//
// The head (`heads/choose-tie.ts`) moves the hard prompts' features towards the faces, in several augmented views, as far as people that are
// held out allow, or as far as a tie that the configuration names (`textTie`). Classes count as they do in training; where they have no weights
// there, the same. The residual is the difference between that head and the text features of the first context: before the first step of
// training the run is that head, and its tie to the texts stays in the loss.
import type { ClipModel } from '../clip/load-clip.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { float32, type NumericArray } from '../core/array.ts';
import type { Random } from '../core/random.ts';
import { relay } from '../core/relay.ts';
import type { Sample } from '../data/dataset.ts';
import type { ImageCache } from '../data/image-cache.ts';
import type { Engine } from '../engine/engine.ts';
import { anchored } from '../heads/anchored.ts';
import { teachHead } from '../heads/choose-tie.ts';
import { type Matrix, unitRows } from '../heads/matrix.ts';
import { withViews } from '../heads/views.ts';
import type { FeatureStore } from '../recognise/feature-store.ts';
import type { Task } from '../recognise/task.ts';
import type { Team } from '../team/team.ts';
import { augmentedFeatures } from './augmented-features.ts';
import { sharedFeatures } from './shared/shared-features.ts';
import type { TrainEvent } from './train-event.ts';

/**
 * Thousands of faces bear a weak tie, and the vectors come near its minimum in this many steps: those of a chosen tie end well before it. See
 * docs/few-shots.md.
 */
const namedTieSteps = 400;

export interface ResidualStart {
  /** w [C, E], of unit length: what the class vectors shall be before the first step. */
  readonly vectors: Matrix;
  /** The tie that the configuration names, or that held-out faces chose. */
  readonly tie: number;
}

/** Teaches the head. Yields how many features are encoded. */
export async function* taughtStart(
  { engine, clip, configuration, signal, team, features: store }: TeachingInput,
  { task, samples, cache, random, classWeights }: RunParts,
): AsyncGenerator<TrainEvent, ResidualStart> {
  const { residualViews, textTie } = configuration;
  const of = samples.length * (1 + residualViews);
  const encoding = sharedFeatures(team, engine, clip, samples, { cache, signal, store });
  const plain = yield* relay(encoding, (done) => ({ kind: 'prototypes' as const, done, of }));
  const { augmentation } = configuration;
  const work = augmentedFeatures(engine, clip, samples, { augmentation, random, views: residualViews, cache, signal });
  const found = yield* relay(work, (done) => ({ kind: 'prototypes' as const, done: samples.length + done, of }));
  const views = found.map(unitRows);
  const support = { features: unitRows(plain), labels: samples.map(({ label }) => label) };
  const lesson = { texts: unitRows(task.hardText), scale: task.scale, support };
  if (textTie !== undefined) {
    const seen = { ...lesson, support: withViews(support, views) };
    return { vectors: anchored(seen, textTie, { classWeights, lastSteps: namedTieSteps }), tie: textTie };
  }
  const people = samples.map(({ group }) => group);
  return teachHead(lesson, people, { views, classWeights });
}

/** What a run was given, as far as it matters here. */
export interface TeachingInput {
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly configuration: Pick<Configuration, 'residualViews' | 'augmentation' | 'textTie'>;
  readonly signal?: AbortSignal | undefined;
  readonly team?: Team | undefined;
  readonly features?: FeatureStore | undefined;
}

interface RunParts {
  readonly task: Task;
  /** The training faces. */
  readonly samples: readonly Sample[];
  readonly cache: ImageCache;
  readonly random: Random;
  /** How much a face of each class counts; undefined where all count the same. */
  readonly classWeights: readonly number[] | undefined;
}

/** r = w - g / |g| [C, E]. @param text g [C, E] */
export function residualTo({ data, rows, columns }: Matrix, text: NumericArray): NumericArray<'float32'> {
  const start = unitRows(text);
  return float32(
    Float32Array.from(data, (value, at) => value - start.data[at]!),
    [rows, columns],
  );
}
