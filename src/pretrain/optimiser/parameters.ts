// The arrays that training updates, by name.
import type { ClipConfig } from '../../clip/config.ts';
import { clipShapes } from '../../clip/weight-shapes.ts';
import type { ImageTowerWeights, TextTowerWeights } from '../../clip/weights.ts';
import { mapImageTower, mapTextTower } from '../../clip/weights.ts';
import { copyArray, type NumericArray } from '../../core/array.ts';
import { input, type Tensor } from '../../graph/tensor.ts';

/** float32 arrays, updated in place by the optimiser. */
export type Parameters = Map<string, NumericArray<'float32'>>;

/** The numbers of one parameter. */
export const numbersOf = (parameters: Parameters, name: string): Float32Array => {
  const found = parameters.get(name);
  if (found === undefined) throw new Error(`no parameter "${name}"`);
  return found.data;
};

/** A deep copy. */
export const copyOf = (parameters: Parameters): Parameters =>
  new Map([...parameters].map(([name, array]) => [name, copyArray(array)]));

/** Graph inputs for the image tower's weights, named by their paths. */
export const imageInputs = (config: ClipConfig): ImageTowerWeights<Tensor> =>
  mapImageTower(clipShapes(config).image, (shape, path) => input(path, shape), 'image');

/** Graph inputs for the text tower's weights, named by their paths. */
export const textInputs = (config: ClipConfig): TextTowerWeights<Tensor> =>
  mapTextTower(clipShapes(config).text, (shape, path) => input(path, shape), 'text');
