// Batches, schedule and programs of the first stage.
import type { ClipConfig } from '../clip/config.ts';
import { float32 } from '../core/array.ts';
import type { Random } from '../core/random.ts';
import type { Arrays, Engine } from '../engine/engine.ts';
import type { FaceSet } from './face-set.ts';
import { greyView } from './grey-view.ts';
import { imageGraph } from './image-stage.ts';
import type { Parameters } from './parameters.ts';
import { patchBatch } from './patch-batch.ts';
import type { PretrainConfiguration } from './pretrain-configuration.ts';
import type { StageTraining } from './stage-training.ts';
import { compileLoss, type LossProgram } from './trainer.ts';

/** Names of what the first stage trains. */
export const imageNames = (parameters: Parameters): string[] =>
  [...parameters.keys()].filter(
    (name) => name.startsWith('image.') || name === 'classVectors' || name === 'logitScale',
  );

/** @param random of this stage; batches depend on it and on the step alone */
export function imageTraining(
  configuration: PretrainConfiguration,
  config: ClipConfig,
  faces: FaceSet,
  engines: readonly Engine[],
  random: Random,
): StageTraining {
  const { epochs, batch, rate, warmup, visible, complete, averageDecay } = configuration.imageStage;
  const stepsPerEpoch = Math.max(1, Math.floor(faces.count / batch));
  const steps = Math.max(1, Math.round(epochs * stepsPerEpoch));
  const total = (config.image.size / config.image.patch) ** 2;
  const some = Math.max(1, Math.round(visible * total));
  const shownAt = (step: number) => (step >= steps * (1 - complete) ? total : some);
  const programs = new Map<number, Promise<LossProgram>>();
  return {
    steps,
    stepsPerEpoch,
    batch,
    averageDecay,
    schedule: { peak: rate, steps, warmup: Math.round(steps * warmup) },
    names: imageNames,
    program(step, parameters) {
      const shown = shownAt(step);
      const known = programs.get(shown);
      if (known !== undefined) return known;
      const { loss } = imageGraph(config, faces.classes, shown, configuration.localWeight);
      const made = compileLoss(engines, loss, imageNames(parameters));
      programs.set(shown, made);
      return made;
    },
    batchOf: (step) =>
      faceBatch(
        configuration,
        faces,
        chosen(faces.count, batch, step, stepsPerEpoch, random),
        shownAt(step),
        random.split('view', step),
      ),
    async release() {
      for (const program of programs.values()) await (await program).release();
    },
  };
}

/** The images of a step: each epoch has its own order, and what is left over at its end is left out. */
export function chosen(count: number, batch: number, step: number, stepsPerEpoch: number, random: Random): Uint32Array {
  const order = random.split('order', Math.floor(step / stepsPerEpoch)).permutation(count);
  const first = (step % stepsPerEpoch) * batch;
  return order.slice(first, first + batch);
}

/** Varied views of the chosen faces and their targets. */
export function faceBatch(
  { patch, view }: PretrainConfiguration,
  faces: FaceSet,
  indices: Uint32Array,
  visible: number,
  random: Random,
): Arrays {
  const { size, classes, grey, targets } = faces;
  const drawn = patchBatch(
    indices.length,
    size,
    patch,
    visible,
    (row, into) => greyView(grey, indices[row]! * size * size, size, view, random.split(row), into),
    (row) => random.split('patches', row),
  );
  const wanted = new Float32Array(indices.length * classes);
  for (const [row, face] of indices.entries())
    wanted.set(targets.subarray(face * classes, (face + 1) * classes), row * classes);
  return { patches: drawn.patches, places: drawn.places, targets: float32(wanted, [indices.length, classes]) };
}
