// First stage, the training: its batches, schedule and programs.
import type { ClipConfig } from '../../clip/config.ts';
import type { Random } from '../../core/random.ts';
import type { Engine } from '../../engine/engine.ts';
import type { FaceSet } from '../batches/face-set.ts';
import { batchIndices, drawPatches, drawViews, targetsOf } from '../batches/image-batch.ts';
import { guideShape } from '../guide/guide.ts';
import { windowsOf } from '../guide/guide-windows.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import { isGuided, type PretrainConfiguration } from '../pretrain-configuration.ts';
import { imageGraph } from './image-stage.ts';
import { imageStagePlan, type StageTraining } from './stage-training.ts';
import { compileLoss, type LossProgram } from './trainer.ts';

/** Names of the parameters that the first stage trains. */
export const imageNames = (parameters: Parameters): string[] =>
  [...parameters.keys()].filter(
    (name) =>
      name.startsWith('image.') || name === 'classVectors' || name === 'logitScale' || name.startsWith('guideHead.'),
  );

/** @param random this stage's stream; batches depend on it and the step alone */
export function imageTraining(
  configuration: PretrainConfiguration,
  config: ClipConfig,
  faces: FaceSet,
  engines: readonly Engine[],
  random: Random,
): StageTraining {
  const { visible, complete } = configuration.imageStage;
  const plan = imageStagePlan(faces.count, configuration.imageStage);
  const { batch, steps, stepsPerEpoch } = plan;
  const total = (config.image.size / config.image.patch) ** 2;
  const some = Math.max(1, Math.round(visible * total));
  const shownAt = (step: number) => (step >= steps * (1 - complete) ? total : some);
  const guided = isGuided(configuration) ? guideShape(configuration, faces.classes) : undefined;
  const guidance = guided === undefined ? undefined : { shape: guided, ...configuration.guidance };
  const programs = new Map<number, Promise<LossProgram>>();
  return {
    ...plan,
    names: imageNames,
    program(step, parameters) {
      const shown = shownAt(step);
      const known = programs.get(shown);
      if (known !== undefined) return known;
      const { loss } = imageGraph(config, faces.classes, shown, configuration.localWeight, { guidance });
      const made = compileLoss(engines, loss, imageNames(parameters));
      programs.set(shown, made);
      return made;
    },
    batchOf(step) {
      const indices = batchIndices(faces.count, batch, step, stepsPerEpoch, random);
      const stream = random.split('view', step);
      const views = drawViews(configuration, faces, indices, stream);
      const shown = drawPatches(views, config, shownAt(step), stream);
      const targets = targetsOf(faces, indices);
      return guided === undefined ? { ...shown, targets } : { ...shown, targets, windows: windowsOf(views, guided) };
    },
    async release() {
      for (const program of programs.values()) await (await program).release();
    },
  };
}
