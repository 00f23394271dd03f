// The guide: a small convolutional network, which needs fewer images than a transformer and whose patch features the image tower learns
// to reproduce (Li et al., "Locality Guidance for Improving Vision Transformers on Tiny Datasets", ECCV 2022).
import { float32, type NumericArray } from '../../core/array.ts';
import { MpaferError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { add } from '../../graph/ops/add.ts';
import { layerNorm } from '../../graph/ops/layer-norm.ts';
import { linear } from '../../graph/ops/linear.ts';
import { mean } from '../../graph/ops/mean.ts';
import { neighbours } from '../../graph/ops/neighbours.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { transpose } from '../../graph/ops/transpose.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { quickGelu } from '../../nn/activation.ts';
import { gaussian } from '../initial-weights.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import type { PretrainConfiguration } from '../pretrain-configuration.ts';

/** The guide's dimensions: a fine map with four positions per patch, then a coarse map with one. */
export interface GuideShape {
  /** Pixels between neighbouring fine positions: half a patch. */
  readonly stride: number;
  /** Side of the overlapping windows read at the fine positions, in pixels. */
  readonly window: number;
  /** Positions along a side of the coarse map: one per patch. */
  readonly side: number;
  readonly fineWidth: number;
  readonly width: number;
  readonly fineBlocks: number;
  readonly blocks: number;
  readonly classes: number;
}

/** @throws MpaferError `configuration` when the patch size is odd */
export function guideShape({ size, patch, guideStage }: PretrainConfiguration, classes: number): GuideShape {
  if (patch % 2 !== 0)
    throw new MpaferError(
      'configuration',
      `Cannot train a guide for patches of ${patch} pixels: the patch size is odd; expected an even number`,
      {
        hint: 'Choose an even patch size, or skip the guide with guideStage.epochs=0',
      },
    );
  const { fineWidth, width, fineBlocks, blocks } = guideStage;
  return { stride: patch / 2, window: patch + 1, side: size / patch, fineWidth, width, fineBlocks, blocks, classes };
}

/** Names and shapes of the guide's parameters. Convolutions are matrices [O, 9 I]. */
function guideParameters(shape: GuideShape): [string, number[]][] {
  const { window, fineWidth, width, classes } = shape;
  const block = (name: string, depth: number): [string, number[]][] => [
    [`${name}.norm.scale`, [depth]],
    [`${name}.norm.bias`, [depth]],
    [`${name}.first`, [depth, 9 * depth]],
    [`${name}.second`, [depth, 9 * depth]],
  ];
  return [
    ['guide.stem', [fineWidth, window ** 2]],
    ...Array.from({ length: shape.fineBlocks }, (_, index) => block(`guide.fine.blocks.${index}`, fineWidth)).flat(),
    ['guide.merge.norm.scale', [4 * fineWidth]],
    ['guide.merge.norm.bias', [4 * fineWidth]],
    ['guide.merge.weight', [width, 4 * fineWidth]],
    ...Array.from({ length: shape.blocks }, (_, index) => block(`guide.coarse.blocks.${index}`, width)).flat(),
    ['guide.norm.scale', [width]],
    ['guide.norm.bias', [width]],
    ['guide.classes', [classes, width]],
    ['guide.classes.bias', [classes]],
  ];
}

/** Gaussian matrices with standard deviation 1 / sqrt(inputs); block outputs start small and the class weights at zero. */
export function initialGuide(shape: GuideShape, random: Random): Parameters {
  const blocks = shape.fineBlocks + shape.blocks;
  return new Map(
    guideParameters(shape).map(([name, lengths]): [string, NumericArray<'float32'>] => {
      if (lengths.length === 1 || name === 'guide.classes') {
        const numbers = new Float32Array(lengths.reduce((product, length) => product * length, 1));
        return [name, float32(name.endsWith('.scale') ? numbers.fill(1) : numbers, lengths)];
      }
      const variance = 1 / lengths[1]! / (name.endsWith('.second') ? 2 * blocks : 1);
      return [name, gaussian(lengths, Math.sqrt(variance), random.split(name))];
    }),
  );
}

export interface GuideFeatures {
  /** [B, N, D]: features of each patch, with unit variance. */
  readonly patches: Tensor;
  /** [B, N, C]: what speaks for each class at each patch; `scores` is its mean. */
  readonly evidence: Tensor;
  /** [B, C] */
  readonly scores: Tensor;
}

/** @param windows [B, 4 N, window window]: overlapping windows around the fine positions, row by row, grey and normalised */
export function guide(shape: GuideShape, windows: Tensor): GuideFeatures {
  const shapes = new Map(guideParameters(shape));
  const weight = (name: string) => input(name, shapes.get(name)!);
  const batch = windows.shape[0]!;
  const { side, fineWidth, width } = shape;
  const norm = (x: Tensor, name: string) => layerNorm(x, weight(`${name}.scale`), weight(`${name}.bias`), 1e-5);
  const convolve = (x: Tensor, name: string) => linear(neighbours(x), weight(name), 'out-in');
  const block = (x: Tensor, name: string) =>
    add(x, convolve(quickGelu(convolve(norm(x, `${name}.norm`), `${name}.first`)), `${name}.second`));
  const chain = (x: Tensor, name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${name}.blocks.${index}`).reduce(block, x);

  const stem = reshape(linear(windows, weight('guide.stem'), 'out-in'), [batch, 2 * side, 2 * side, fineWidth]);
  const fine = chain(stem, 'guide.fine', shape.fineBlocks);
  const fours = transpose(reshape(fine, [batch, side, 2, side, 2 * fineWidth]), [0, 1, 3, 2, 4]);
  const merged = norm(reshape(fours, [batch, side, side, 4 * fineWidth]), 'guide.merge.norm');
  const coarse = chain(linear(merged, weight('guide.merge.weight'), 'out-in'), 'guide.coarse', shape.blocks);
  const patches = reshape(norm(coarse, 'guide.norm'), [batch, side * side, width]);
  const toClasses = (x: Tensor) => linear(x, weight('guide.classes'), 'out-in', weight('guide.classes.bias'));
  return { patches, evidence: toClasses(patches), scores: toClasses(mean(patches, [1])) };
}

/** Names of the guide's parameters. */
export const guideNames = (parameters: Parameters): string[] =>
  [...parameters.keys()].filter((name) => name.startsWith('guide.'));
