// Compares the prototypes of a run with image features before and after prompting, and with its texts.
import type { ClipModel } from '../../clip/load-clip.ts';
import type { NumericArray } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import { relay } from '../../core/relay.ts';
import type { Dataset, Sample } from '../../data/dataset.ts';
import { imageCache } from '../../data/image-cache.ts';
import type { Engine } from '../../engine/engine.ts';
import { principalPlane } from '../../experiments/principal-plane.ts';
import {
  cosineMatrix,
  type FeatureStage,
  nearestIsOwn,
  pairSimilarities,
} from '../../experiments/prototype-quality.ts';
import type { Descriptions } from '../../method/hard-prompt.ts';
import { prototypes } from '../../method/prototypes.ts';
import { featureFolder } from '../../platform/node/files/feature-folder.ts';
import type { Checkpoint } from '../../recognise/checkpoint.ts';
import { requireSameClip } from '../../recognise/clip-identity.ts';
import { encodeImages } from '../../recognise/encode-images.ts';
import { frozenFeatures } from '../../recognise/frozen-features.ts';
import { samplesFor } from '../../recognise/load-run.ts';
import { requireFrozenTower } from '../../recognise/require-frozen-tower.ts';
import { prepareTask } from '../../recognise/task.ts';
import { type JobEvent, note, progress } from '../job-event.ts';

export interface StudyInput {
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly checkpoint: Checkpoint;
  /** What to call the checkpoint in messages. */
  readonly file: string;
  readonly dataset: Dataset;
  /** Faces, labelled with the run's class indices. */
  readonly samples: readonly Sample[];
  readonly descriptions: Descriptions;
  readonly signal: AbortSignal | undefined;
}

export interface PrototypeStudy {
  /** Where the prototypes come from, for display. */
  readonly source: string;
  readonly labels: readonly number[];
  /** Cosines of plain CLIP's features with the prototypes, face by face. */
  readonly similarities: readonly (readonly number[])[];
  readonly stages: readonly FeatureStage[];
  readonly texts: readonly { readonly name: string; readonly cosines: readonly (readonly number[])[] }[];
}

/** @throws MpaferError `checkpoint` when the run was trained on another CLIP, `data` without training faces, `image`, `aborted` */
export async function* studyPrototypes(input: StudyInput): AsyncGenerator<JobEvent, PrototypeStudy> {
  const { engine, clip, checkpoint, file, samples, signal } = input;
  await requireSameClip(checkpoint, clip, file);
  const cache = imageCache(2 ** 30);
  const labels = samples.map(({ label }) => label);
  const shown = (task: string) => (done: number) => progress(task, done, samples.length);
  const store = featureFolder();
  const before = yield* relay(
    frozenFeatures(engine, clip, samples, { cache, store, signal }),
    shown('features of plain CLIP'),
  );
  requireFrozenTower(checkpoint, 'study prototypes of this run');
  const after =
    checkpoint.visual &&
    (yield* relay(
      encodeImages(engine, clip, checkpoint.visual, samples, { cache, signal }),
      shown('prompted features'),
    ));
  const means = checkpoint.prototypes ?? (yield* trainingMeans(input));
  const similarities = cosineMatrix(before, means);
  const stage = (name: string, features: NumericArray): FeatureStage => {
    const plane = principalPlane(features);
    return {
      name,
      histogram: pairSimilarities(features, labels),
      nearestIsOwn: nearestIsOwn(cosineMatrix(features, means), labels),
      map: {
        points: plane.points.map((point, face) => ({ ...point, label: labels[face]! })),
        marks: rowsOf(means).map((row) => plane.project(row)),
        explained: plane.explained,
      },
    };
  };
  return {
    source: checkpoint.prototypes ? 'kept in the run' : 'computed from the training split: the run keeps none',
    labels,
    similarities,
    stages: [stage('plain CLIP', before), ...(after ? [stage('prompted', after)] : [])],
    texts: [
      ...(yield* hardTexts(input)),
      { name: 'soft prompts', cosines: cosineMatrix(checkpoint.text, checkpoint.text) },
    ],
  };
}

/** Prototypes for a run that was trained without them. */
async function* trainingMeans({
  engine,
  clip,
  checkpoint,
  dataset,
  signal,
}: StudyInput): AsyncGenerator<JobEvent, NumericArray<'float32'>> {
  const { samples } = samplesFor(checkpoint.classes, dataset, 'train');
  const encoding = frozenFeatures(engine, clip, samples, { store: featureFolder(), signal });
  const features = yield* relay(encoding, (done) => progress('prototypes', done, samples.length));
  const labels = samples.map(({ label }) => label);
  return prototypes(features, labels, checkpoint.classes);
}

/** Similarities of the hard prompts; none for classes without descriptions. */
async function* hardTexts({ engine, clip, checkpoint, descriptions }: StudyInput) {
  try {
    const { hardText } = await prepareTask(engine, clip, checkpoint.classes, descriptions, checkpoint.configuration);
    return [{ name: 'hard prompts', cosines: cosineMatrix(hardText, hardText) }];
  } catch (error) {
    if (!(error instanceof MpaferError) || error.code !== 'descriptions') throw error;
    yield note(`  no hard prompts to compare with: ${error.message}`);
    return [];
  }
}

const rowsOf = ({ data, shape }: NumericArray<'float32'>): Float32Array[] =>
  Array.from({ length: shape[0]! }, (_, row) => data.subarray(row * shape[1]!, (row + 1) * shape[1]!));
