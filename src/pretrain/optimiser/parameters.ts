// The arrays that training changes, by name.

import type { ClipConfig } from '../../clip/config.ts';
import { clipShapes } from '../../clip/weight-shapes.ts';
import type { ImageTowerWeights, TextTowerWeights } from '../../clip/weights.ts';
import { mapImageTower, mapTextTower } from '../../clip/weights.ts';
import { copyArray, type NumericArray } from '../../core/array.ts';
import { input, type Tensor } from '../../graph/tensor.ts';

/** float32 arrays, changed in place by the optimiser. */
export type Parameters = Map<string, NumericArray<'float32'>>;

/** The numbers of one parameter. */
export const numbersOf = (parameters: Parameters, name: string): Float32Array => {
  const found = parameters.get(name);
  if (found === undefined) throw new Error(`no parameter "${name}"`);
  return found.data;
};

/** A copy that does not change when the original does. */
export const copyOf = (parameters: Parameters): Parameters =>
  new Map([...parameters].map(([name, array]) => [name, copyArray(array)]));

/** Graph inputs for the image tower's weights, under their own names. */
export const imageInputs = (config: ClipConfig): ImageTowerWeights<Tensor> =>
  mapImageTower(clipShapes(config).image, (shape, path) => input(path, shape), 'image');

/** Graph inputs for the text tower's weights, under their own names. */
export const textInputs = (config: ClipConfig): TextTowerWeights<Tensor> =>
  mapTextTower(clipShapes(config).text, (shape, path) => input(path, shape), 'text');
