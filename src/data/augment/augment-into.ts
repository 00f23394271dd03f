// Augments, resizes and normalises one training image and writes it into a batch.
import type { RgbImage } from '../../core/image.ts';
import type { Random } from '../../core/random.ts';
import { resize } from '../../image/resize.ts';
import { transformed } from './affine.ts';
import { type Augmentation, within } from './augmentation.ts';
import { cropBox } from './crop-box.ts';
import { erase, eraseBox } from './erase.ts';
import { flipped } from './flip.ts';
import { jittered } from './jitter.ts';
import { normalizeInto, type Rgb } from './normalize.ts';

export interface TrainingView {
  /** S: the side of the model's input. */
  readonly imageSize: number;
  readonly mean: Rgb;
  readonly deviation: Rgb;
  readonly augmentation: Augmentation;
}

/**
 * Writes [3, S, S] to `into` starting at `offset`: affine, crop and resize, flip, jitter, normalise, erase.
 * The same `random` gives the same bytes; each step draws from its own stream, so turning one off leaves the
 * others unchanged.
 */
export function augmentInto(
  into: Float32Array,
  offset: number,
  image: RgbImage,
  view: TrainingView,
  random: Random,
): void {
  const { imageSize, mean, deviation, augmentation } = view;
  const { affine, crop, flip = 0, jitter, erase: erasing } = augmentation;
  let result = image;
  if (affine !== undefined) {
    const draws = random.split('affine');
    if (draws.uniform() < affine.probability) {
      result = transformed(result, {
        degrees: within([-affine.degrees, affine.degrees], draws.uniform),
        scale: within(affine.scale, draws.uniform),
        shiftX: within([-affine.translate, affine.translate], draws.uniform) * result.width,
        shiftY: within([-affine.translate, affine.translate], draws.uniform) * result.height,
      });
    }
  }
  const box = crop === undefined ? undefined : cropBox(result.width, result.height, crop, random.split('crop'));
  result = resize(result, imageSize, imageSize, box);
  if (flip > 0 && random.split('flip').uniform() < flip) result = flipped(result);
  if (jitter !== undefined) {
    const draws = random.split('jitter');
    const factor = (reach: number) => within([Math.max(0, 1 - reach), 1 + reach], draws.uniform);
    result = jittered(result, factor(jitter.brightness), factor(jitter.contrast));
  }
  normalizeInto(into, offset, result, mean, deviation);
  const hole = erasing === undefined ? undefined : eraseBox(imageSize, erasing, random.split('erase'));
  if (hole !== undefined) erase(into, offset, imageSize, hole);
}
