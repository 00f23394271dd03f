// Sample faces for a report, with predictions and heat maps.
import type { Sample } from '../../data/dataset.ts';
import type { FaceRecord } from '../../evaluate/run-report.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import type { Checkpoint } from '../../recognise/checkpoint.ts';
import { loadRun } from '../../recognise/load-run.ts';
import type { TrainInput } from '../../train/run-setup.ts';

/** Recognises the samples with a checkpoint's prompts. @throws MpaferError `image` for one that cannot be read */
export async function reportFaces(
  { engine, clip }: Pick<TrainInput, 'engine' | 'clip'>,
  checkpoint: Checkpoint,
  samples: readonly Sample[],
): Promise<readonly FaceRecord[]> {
  const recogniser = await loadRun(engine, clip, checkpoint, { name: 'the run' });
  const images = await Promise.all(samples.map((sample) => sample.read()));
  const recognised = images.length === 0 ? [] : await recogniser.recognise(images);
  await recogniser.release();
  return Promise.all(
    recognised.map(async ({ expression, probabilities, patches }, index) => ({
      image: await pngUrl(images[index]!),
      label: samples[index]!.label,
      predicted: recogniser.classes.indexOf(expression),
      probabilities: recogniser.classes.map((name) => probabilities[name]!),
      ...(patches && { heat: patches }),
    })),
  );
}
