// The optional stage before the image stage: the guide learns to classify faces.
import type { Random } from '../../core/random.ts';
import type { Engine } from '../../engine/engine.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { crossEntropy } from '../../nn/cross-entropy.ts';
import type { FaceSet } from '../batches/face-set.ts';
import { batchIndices, drawViews, targetsOf } from '../batches/image-batch.ts';
import { type GuideShape, guide, guideNames, guideShape } from '../guide/guide.ts';
import { guideWindows, windowsOf } from '../guide/guide-windows.ts';
import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import { imageStagePlan, type StageTraining } from './stage-training.ts';
import { compileLoss, type LossProgram } from './trainer.ts';

/** Cross-entropy of the guide's scores against the votes; ln C at chance. */
export const guideLoss = (shape: GuideShape): Tensor =>
  crossEntropy(guide(shape, guideWindows(shape)).scores, input('targets', ['B', shape.classes]));

/** @param random this stage's stream; batches depend on it and the step alone */
export function guideTraining(
  configuration: PretrainConfiguration,
  faces: FaceSet,
  engines: readonly Engine[],
  random: Random,
): StageTraining {
  const plan = imageStagePlan(faces.count, configuration.guideStage);
  const { batch, stepsPerEpoch } = plan;
  const shape = guideShape(configuration, faces.classes);
  let program: Promise<LossProgram> | undefined;
  return {
    ...plan,
    names: guideNames,
    program(_, parameters) {
      program ??= compileLoss(engines, guideLoss(shape), guideNames(parameters));
      return program;
    },
    batchOf(step) {
      const indices = batchIndices(faces.count, batch, step, stepsPerEpoch, random);
      const views = drawViews(configuration, faces, indices, random.split('view', step));
      return { windows: windowsOf(views, shape), targets: targetsOf(faces, indices) };
    },
    async release() {
      await (await program)?.release();
    },
  };
}
