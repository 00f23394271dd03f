// The training faces nearest to a face, as the recogniser sees them: by the features that it compares with its texts.
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
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import type { OpenExplainer } from '../../platform/node/models/open-explainer.ts';
import { imageEncoder } from '../../recognise/encode-images.ts';
import { samplesFor } from '../../recognise/load-run.ts';
import { type JobEvent, note, progress } from '../job-event.ts';

export interface TrainingNeighbours {
  /** For each face, the training faces nearest to it, nearest first; with pictures where they are shown. */
  nearest(faces: readonly RgbImage[], isShown: boolean): Promise<readonly (readonly NearFace[])[]>;
  release(): Promise<void>;
}

/** Side of a neighbour in pages, in pixels. */
const side = 64;

/**
 * Encodes the training faces of a run.
 *
 * @param spec SPEC of what it was trained on
 * @param count neighbours of each face
 * @throws MpaferError `data` when it cannot be opened, or has no training faces of the run's classes; `aborted`
 */
export async function* trainingNeighbours(
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
