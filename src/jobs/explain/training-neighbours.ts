// The training faces nearest to a face, as the recogniser sees them: by the features that it compares with its texts.
import { join } from 'node:path';
import { resizeToSquare } from '../../clip/preprocess.ts';
import { float32 } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import { plural } from '../../core/plural.ts';
import { relay } from '../../core/relay.ts';
import type { Sample } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import type { Engine } from '../../engine/engine.ts';
import type { NearFace } from '../../evaluate/near-face.ts';
import { cosineMatrix, nearestFaces } from '../../experiments/prototype-quality.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import type { OpenExplainer } from '../../platform/node/models/open-explainer.ts';
import { imageEncoder } from '../../recognise/encode-images.ts';
import { samplesFor } from '../../recognise/load-run.ts';
import { requireFrozenTower } from '../../recognise/require-frozen-tower.ts';
import { runFiles } from '../../train/run-files.ts';
import { type JobEvent, note, progress } from '../job-event.ts';

export interface TrainingNeighbours {
  /** For each face, the training faces nearest to it, nearest first; with pictures where they are shown. */
  nearest(faces: readonly RgbImage[], isShown: boolean): Promise<readonly (readonly NearFace[])[]>;
  release(): Promise<void>;
}

/** Which training faces are wanted. */
export interface NeighbourOptions {
  /** Run folder, checkpoint file, or the name of a pack. */
  readonly run: string;
  /** Training faces for each face; none by default. */
  readonly nearest?: number | undefined;
  /** SPEC of what the run was trained on; as the run's folder records it by default. */
  readonly training?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Side of a neighbour in pages, in pixels. */
const side = 64;

/**
 * Encodes the training faces of a run; gives nothing where no neighbours are asked for.
 *
 * @throws MpaferError `usage` for a number that makes no sense, or where it is not known what the run was trained on; `data` when that cannot be opened, or has no training faces of
 *   the run's classes; `aborted`
 */
export async function* openNeighbours(
  { run, nearest = 0, training, signal }: NeighbourOptions,
  engine: Engine,
  opened: OpenExplainer,
): AsyncGenerator<JobEvent, TrainingNeighbours | undefined> {
  if (!Number.isInteger(nearest) || nearest < 0)
    throw new MpaferError('usage', `Cannot show ${nearest} nearest faces; expected a whole number from 0`);
  if (nearest === 0 && training !== undefined)
    throw new MpaferError('usage', 'Cannot use training faces: no nearest faces are asked for');
  if (nearest === 0) return undefined;
  const spec = training ?? (await recordedData(run));
  if (spec !== undefined) return yield* trainingNeighbours(engine, opened, spec, nearest, signal);
  throw new MpaferError('usage', `Cannot find nearest faces: "${run}" does not record where its training data is`, {
    hint: 'Name the data set that it was trained on',
  });
}

/** What the record of a run folder says that it was trained on. */
async function recordedData(run: string): Promise<string | undefined> {
  const record = join(run, runFiles.configuration);
  if (!(await exists(record))) return undefined;
  const { data } = Object(await readJson(record, 'run')) as { readonly data?: unknown };
  return typeof data === 'string' ? data : undefined;
}

/** @param spec SPEC of what the run was trained on @param count neighbours of each face */
async function* trainingNeighbours(
  engine: Engine,
  { clip, checkpoint, explainer: { classes } }: OpenExplainer,
  spec: string,
  count: number,
  signal?: AbortSignal,
): AsyncGenerator<JobEvent, TrainingNeighbours> {
  const dataset = await openDataset(spec, nodeDataHost);
  const { samples } = samplesFor(classes, dataset, 'train');
  if (samples.length === 0)
    throw new MpaferError(
      'data',
      `Cannot find nearest faces: ${dataset.name} has no training faces of the run's classes`,
    );
  if (checkpoint.data !== undefined && fingerprint(dataset) !== checkpoint.data.fingerprint)
    yield note(`${spec} is not exactly what the run was trained on: nearest faces are those of ${spec}`);
  requireFrozenTower(checkpoint, 'find nearest faces for this run');
  const encoder = await imageEncoder(engine, clip, checkpoint.visual);
  const known = yield* relay(encoder.encode(samples, { signal }), (done) =>
    progress('training faces', done, samples.length),
  );
  yield note(`Nearest faces: among ${plural(samples.length, 'training face')} of ${dataset.name}`);
  const people = samples.map(({ group }) => group);
  const shown = async (sample: Sample) => pngUrl(resizeToSquare(await sample.read(), side));
  return {
    async nearest(faces, isShown) {
      const own = faces.map(
        (face, index): Sample => ({ id: String(index), split: 'test', label: 0, read: async () => face }),
      );
      const encoding = encoder.encode(own, { signal });
      let next = await encoding.next();
      while (!next.done) next = await encoding.next();
      const { data, shape } = next.value;
      const cosines = cosineMatrix(known, float32(data, shape));
      return Promise.all(
        nearestFaces(cosines, count, people).map((found, face) =>
          Promise.all(
            found.map(
              async (at): Promise<NearFace> => ({
                id: samples[at]!.id,
                label: classes[samples[at]!.label]!,
                cosine: cosines[at]![face]!,
                ...(isShown && { image: await shown(samples[at]!) }),
              }),
            ),
          ),
        ),
      );
    },
    release: () => encoder.release(),
  };
}
