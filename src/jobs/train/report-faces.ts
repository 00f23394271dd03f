// Sample faces for a report, with predictions and the default map of why.
import type { Sample } from '../../data/dataset.ts';
import type { FaceRecord } from '../../evaluate/run-report.ts';
import { explainFaces } from '../../explain/explain-faces.ts';
import { checkpointExplainer } from '../../explain/load-explainer.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import type { Checkpoint } from '../../recognise/checkpoint.ts';
import type { TrainInput } from '../../train/run-setup.ts';

/** Recognises and explains the samples with a checkpoint's prompts. @throws MpaferError `image` for one that cannot be read */
export async function reportFaces(
  { engine, clip }: Pick<TrainInput, 'engine' | 'clip'>,
  checkpoint: Checkpoint,
  samples: readonly Sample[],
): Promise<readonly FaceRecord[]> {
  const explainer = await checkpointExplainer(engine, clip, checkpoint, { name: 'the run' });
  const images = await Promise.all(samples.map((sample) => sample.read()));
  const explained = await explainFaces(explainer, clip.preprocessing, images);
  await explainer.release();
  return Promise.all(
    explained.map(async ({ expression, probabilities, explanation }, index) => ({
      image: await pngUrl(images[index]!),
      label: samples[index]!.label,
      predicted: checkpoint.classes.indexOf(expression),
      probabilities: checkpoint.classes.map((name) => probabilities[name]!),
      explanation,
    })),
  );
}
