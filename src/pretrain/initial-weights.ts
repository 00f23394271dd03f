// Initial weights that let a small transformer learn from few images.
import type { ClipConfig } from '../clip/config.ts';
import { clipShapes } from '../clip/weight-shapes.ts';
import { listWeights } from '../clip/weights.ts';
import { float32, type NumericArray, sizeOf } from '../core/array.ts';
import type { Random } from '../core/random.ts';
import type { Parameters } from './optimiser/parameters.ts';

/**
 * Initial weights of the image tower. Matrices are Gaussian with standard deviation 1 / sqrt(I) for I inputs, truncated at two
 * deviations, so that blocks contribute from the first step; each block's contribution to the residual stream is scaled by
 * 1 / sqrt(2 L); norms start at 1 and biases at 0; positions are sines and cosines of row and column.
 *
 * Names are the paths of `ClipWeights`, except that `image.kernel` [Dv, p p] takes the place of the patch embedding (see
 * `colourKernel`) and `classVectors` [C, E] is added.
 */
export function initialImageWeights(
  config: ClipConfig,
  classes: number,
  logitScale: number,
  random: Random,
): Parameters {
  const { image, embedding } = config;
  const parameters = initialTower(config, 'image', random);
  parameters.set('image.positionEmbedding', sinePositions(image.size / image.patch, image.width));
  parameters.set('image.kernel', gaussian([image.width, image.patch ** 2], 1 / image.patch, random.split('kernel')));
  parameters.set('classVectors', gaussian([classes, embedding], embedding ** -0.5, random.split('classVectors')));
  parameters.set('logitScale', float32([Math.log(logitScale)], []));
  return parameters;
}

/** Initial weights of the text tower: the same scheme, but with Gaussian positions. */
export const initialTextWeights = (config: ClipConfig, random: Random): Parameters =>
  initialTower(config, 'text', random);

function initialTower(config: ClipConfig, tower: 'image' | 'text', random: Random): Parameters {
  const { layers, width } = config[tower];
  const parameters: Parameters = new Map();
  for (const [path, shape] of listWeights(clipShapes(config))) {
    if (!path.startsWith(`${tower}.`) || path === 'image.patchEmbedding') continue;
    const stream = random.split(path);
    if (path.endsWith('.scale')) parameters.set(path, filled(shape, 1));
    else if (path.endsWith('.bias')) parameters.set(path, filled(shape, 0));
    else if (path.endsWith('projection')) parameters.set(path, gaussian(shape, width ** -0.5, stream));
    else if (path.endsWith('contract.weight') || path.endsWith('output.weight'))
      parameters.set(path, gaussian(shape, (shape[1]! * 2 * layers) ** -0.5, stream));
    else if (shape.length === 2 && path.includes('.blocks.'))
      parameters.set(path, gaussian(shape, shape[1]! ** -0.5, stream));
    else parameters.set(path, gaussian(shape, 0.02, stream));
  }
  return parameters;
}

/** Normal variates with this standard deviation, truncated at two deviations. */
export function gaussian(shape: readonly number[], deviation: number, random: Random): NumericArray<'float32'> {
  const draw = (): number => {
    const value = random.normal();
    return Math.abs(value) > 2 ? draw() : value;
  };
  return float32(
    Float32Array.from({ length: sizeOf(shape) }, () => deviation * draw()),
    shape,
  );
}

const filled = (shape: readonly number[], value: number) => float32(new Float32Array(sizeOf(shape)).fill(value), shape);

/** Zeros for the class token; for each patch sines and cosines, of its row in the first half and its column in the second. */
function sinePositions(side: number, width: number) {
  const data = new Float32Array((1 + side * side) * width);
  const quarter = width / 4;
  for (let place = 0; place < side * side; place++)
    for (let index = 0; index < quarter; index++) {
      const frequency = 64 ** (-index / quarter);
      const [row, column] = [Math.floor(place / side) * frequency, (place % side) * frequency];
      const at = (1 + place) * width + index;
      data[at] = Math.sin(row);
      data[at + quarter] = Math.cos(row);
      data[at + 2 * quarter] = Math.sin(column);
      data[at + 3 * quarter] = Math.cos(column);
    }
  return float32(data, [1 + side * side, width]);
}
