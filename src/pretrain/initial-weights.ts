// Where training begins: weights that let a small transformer learn from few images.
import type { ClipConfig } from '../clip/config.ts';
import { clipShapes } from '../clip/weight-shapes.ts';
import { listWeights } from '../clip/weights.ts';
import { float32, sizeOf } from '../core/array.ts';
import type { Random } from '../core/random.ts';
import type { Parameters } from './parameters.ts';

/**
 * Gaussian weights of deviation 0.02 cut at two deviations; what a block adds to the residual stream is scaled by 1 / sqrt(2 L);
 * norms at 1 and biases at 0; image positions are sines and cosines of row and column; query and key of the image tower begin alike
 * and value and output opposite (Trockman and Kolter 2023), as trained transformers are found to be.
 *
 * Names are the paths of `ClipWeights`, but that `image.kernel` [Dv, p p] stands for the patch embedding (see `colourKernel`), and
 * `classVectors` [C, E] is added.
 */
export function initialWeights(config: ClipConfig, classes: number, logitScale: number, random: Random): Parameters {
  const parameters: Parameters = new Map();
  const gaussian = (name: string, shape: readonly number[], deviation: number) => {
    const stream = random.split(name);
    const draw = (): number => {
      const value = stream.normal();
      return Math.abs(value) > 2 ? draw() : value;
    };
    parameters.set(
      name,
      float32(
        Float32Array.from({ length: sizeOf(shape) }, () => deviation * draw()),
        shape,
      ),
    );
  };
  const { image, text, embedding } = config;
  for (const [path, shape] of listWeights(clipShapes(config))) {
    const layers = path.startsWith('image') ? image.layers : text.layers;
    const width = path.startsWith('image') ? image.width : text.width;
    if (path === 'image.patchEmbedding') gaussian('image.kernel', [image.width, image.patch ** 2], 1 / image.patch);
    else if (path === 'image.positionEmbedding') parameters.set(path, sinePositions(image.size / image.patch, image.width));
    else if (path === 'logitScale') parameters.set(path, float32([Math.log(logitScale)], []));
    else if (path.endsWith('.scale')) parameters.set(path, filled(shape, 1));
    else if (path.endsWith('.bias')) parameters.set(path, filled(shape, 0));
    else if (path.endsWith('projection')) gaussian(path, shape, width ** -0.5);
    else if (path.endsWith('contract.weight') || path.endsWith('output.weight'))
      gaussian(path, shape, 0.02 / Math.sqrt(2 * layers));
    else gaussian(path, shape, 0.02);
  }
  for (let layer = 0; layer < image.layers; layer++)
    mimetic(parameters, `image.blocks.${layer}.attention`, image.width, image.heads, random.split('mimetic', layer));
  gaussian('classVectors', [classes, embedding], embedding ** -0.5);
  return parameters;
}

const filled = (shape: readonly number[], value: number) => float32(new Float32Array(sizeOf(shape)).fill(value), shape);

/** Rows of the class token (zero) and of each patch: sines and cosines of its row in one half, of its column in the other. */
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

/** Query and key share a random projection of each head, so that rows attend to rows like themselves; output undoes a part of value. */
function mimetic(parameters: Parameters, prefix: string, width: number, heads: number, random: Random): void {
  const [query, key, value, output] = ['query', 'key', 'value', 'output'].map(
    (name) => parameters.get(`${prefix}.${name}.weight`)!.data as Float32Array,
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const shared = random.split('query-key');
  const size = width / heads;
  // W_q' W_k of a head is then 0.7 I on average.
  const deviation = Math.sqrt(0.7 / size);
  for (let at = 0; at < query.length; at++) {
    const common = deviation * shared.normal();
    query[at] = query[at]! + common;
    key[at] = key[at]! + common;
  }
  const opposed = random.split('value-output');
  const share = Math.sqrt(0.4 / width);
  for (let row = 0; row < width; row++)
    for (let column = 0; column < width; column++) {
      const common = share * opposed.normal();
      value[row * width + column] = value[row * width + column]! + common;
      output[column * width + row] = output[column * width + row]! - common;
    }
}
