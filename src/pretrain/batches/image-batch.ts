// The images of a training step: which faces, their random views and their targets.
import type { ClipConfig } from '../../clip/config.ts';
import { float32, type NumericArray } from '../../core/array.ts';
import type { Random } from '../../core/random.ts';
import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import { throughCamera } from './camera.ts';
import { type EyePlaces, eyesAt } from './eye-places.ts';
import type { FaceSet } from './face-set.ts';
import { greyView } from './grey-view.ts';
import { type PatchBatch, patchBatch } from './patch-batch.ts';
import { cutByRecipe, misplaced } from './recipe-cut.ts';

/** Indices of the faces of a step: each epoch has its own order, and an incomplete last batch is dropped. */
export function batchIndices(
  count: number,
  batch: number,
  step: number,
  stepsPerEpoch: number,
  random: Random,
): Uint32Array {
  const order = random.split('order', Math.floor(step / stepsPerEpoch)).permutation(count);
  const first = (step % stepsPerEpoch) * batch;
  return order.slice(first, first + batch);
}

/** A random view [S, S] of each face, 0-255. */
export const drawViews = (
  { view }: PretrainConfiguration,
  { size, grey }: FaceSet,
  indices: Uint32Array,
  random: Random,
): Float32Array[] =>
  Array.from(indices, (face, row) => {
    const drawn = new Float32Array(size * size);
    greyView(grey, face * size * size, size, view, random.split(row), drawn);
    return drawn;
  });

/**
 * A random view [S, S] of each face as photographs give it, 0-255: cut by the recipe or, in the other views, as the data set has it;
 * then seen by a camera.
 */
export const drawPhotoViews = (
  { view, photo: { recipe, finder, camera } }: PretrainConfiguration,
  { size, grey }: FaceSet,
  places: EyePlaces,
  indices: Uint32Array,
  random: Random,
): Float32Array[] => {
  // The camera changes the light, and covers.
  const moved = { ...view, brightness: 0, contrast: 0, erase: 0 };
  return Array.from(indices, (face, row) => {
    const stream = random.split(row);
    const drawn = new Float32Array(size * size);
    const offset = face * size * size;
    if (stream.uniform() < recipe) {
      const mirrored = stream.uniform() < 0.5;
      cutByRecipe(grey, offset, size, misplaced(eyesAt(places, face), finder, stream), drawn, mirrored);
    } else greyView(grey, offset, size, moved, stream.split('own'), drawn);
    throughCamera(drawn, size, camera, stream.split('camera'));
    return drawn;
  });
};

/** A random subset of the patches of each view. */
export const drawPatches = (
  views: readonly Float32Array[],
  { image: { size, patch } }: ClipConfig,
  visible: number,
  random: Random,
): Pick<PatchBatch, 'patches' | 'places'> =>
  patchBatch(
    views.length,
    size,
    patch,
    visible,
    (row, into) => into.set(views[row]!),
    (row) => random.split('patches', row),
  );

/** The shares of votes [B, C] of some faces. */
export function targetsOf({ classes, targets }: FaceSet, indices: Uint32Array): NumericArray {
  const wanted = new Float32Array(indices.length * classes);
  for (const [row, face] of indices.entries())
    wanted.set(targets.subarray(face * classes, (face + 1) * classes), row * classes);
  return float32(wanted, [indices.length, classes]);
}
