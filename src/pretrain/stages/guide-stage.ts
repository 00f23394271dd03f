// Before the image tower: the guide learns to tell the classes apart.
import type { Random } from '../../core/random.ts';
import type { Engine } from '../../engine/engine.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { crossEntropy } from '../../nn/cross-entropy.ts';
import { chosen, drawViews, targetsOf } from '../batches/drawn-batch.ts';
import type { FaceSet } from '../batches/face-set.ts';
import { type GuideShape, guide, guideNames, guideShape } from '../guide/guide.ts';
import { guideWindows, windowsOf } from '../guide/guide-windows.ts';

import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import { imageStagePlan, type StageTraining } from './stage-training.ts';
import { compileLoss, type LossProgram } from './trainer.ts';

/** Cross-entropy of the votes under the guide's scores. At chance ln C. */
export const guideLoss = (shape: GuideShape): Tensor =>
  crossEntropy(guide(shape, guideWindows(shape)).scores, input('targets', ['B', shape.classes]));

/** @param random of this stage; batches depend on it and on the step alone */
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
      const indices = chosen(faces.count, batch, step, stepsPerEpoch, random);
      const views = drawViews(configuration, faces, indices, random.split('view', step));
      return { windows: windowsOf(views, shape), targets: targetsOf(faces, indices) };
    },
    async release() {
      await (await program)?.release();
    },
  };
}
