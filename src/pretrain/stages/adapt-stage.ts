// The optional stage after the image stage: the image tower learns faces as photographs give them, cut out by the recipe of recognition.
import type { ClipConfig } from '../../clip/config.ts';
import { float32, type NumericArray } from '../../core/array.ts';
import type { Random } from '../../core/random.ts';
import type { Engine } from '../../engine/engine.ts';
import type { EyePlaces } from '../batches/eye-places.ts';
import type { FaceSet } from '../batches/face-set.ts';
import { batchIndices, drawPatches, drawPhotoViews, targetsOf } from '../batches/image-batch.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import { imageGraph } from './image-stage.ts';
import { imageStagePlan, type StageTraining } from './stage-training.ts';
import { compileLoss, type LossProgram } from './trainer.ts';

/** The class vectors stay: a text tower that knows them is still right afterwards. */
export const adaptNames = (parameters: Parameters): string[] =>
  [...parameters.keys()].filter((name) => name.startsWith('image.') || name === 'logitScale');

/** `weight` times the logarithm of each class's share of the votes [C]; a class without votes counts as a ten-thousandth. */
export function priorAdvantage({ count, classes, targets }: FaceSet, weight: number): NumericArray {
  const shares = new Float64Array(classes);
  for (const [at, share] of targets.entries()) shares[at % classes] = shares[at % classes]! + share / count;
  return float32(
    Array.from(shares, (share) => weight * Math.log(Math.max(share, 1e-4))),
    [classes],
  );
}

/** @param random this stage's stream; batches depend on it and the step alone */
export function adaptTraining(
  configuration: PretrainConfiguration,
  config: ClipConfig,
  faces: FaceSet,
  places: EyePlaces,
  engines: readonly Engine[],
  random: Random,
): StageTraining {
  const { visible, complete, prior } = configuration.adaptStage;
  const plan = imageStagePlan(faces.count, configuration.adaptStage);
  const { batch, steps, stepsPerEpoch } = plan;
  const total = (config.image.size / config.image.patch) ** 2;
  const some = Math.max(1, Math.round(visible * total));
  const shownAt = (step: number) => (step >= steps * (1 - complete) ? total : some);
  const advantage = priorAdvantage(faces, prior);
  const programs = new Map<number, Promise<LossProgram>>();
  return {
    ...plan,
    names: adaptNames,
    program(step, parameters) {
      const shown = shownAt(step);
      const known = programs.get(shown);
      if (known !== undefined) return known;
      const { loss } = imageGraph(config, faces.classes, shown, configuration.localWeight, { advantage });
      const made = compileLoss(engines, loss, adaptNames(parameters));
      programs.set(shown, made);
      return made;
    },
    batchOf(step) {
      const indices = batchIndices(faces.count, batch, step, stepsPerEpoch, random);
      const stream = random.split('view', step);
      const views = drawPhotoViews(configuration, faces, places, indices, stream);
      return { ...drawPatches(views, config, shownAt(step), stream), targets: targetsOf(faces, indices) };
    },
    async release() {
      for (const program of programs.values()) await (await program).release();
    },
  };
}
