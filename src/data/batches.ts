// Batches of images for training (varied, in random order) and for evaluation (as they are, in order).
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import type { Random } from '../core/random.ts';
import type { SquareView } from '../image/square.ts';
import { augmentInto, type TrainingView } from './augment/augment-into.ts';
import { mixup } from './augment/mixup.ts';
import type { Sample } from './dataset.ts';
import { type ImageCache, imageCache } from './image-cache.ts';
import { limit } from './limit.ts';
import { readAhead } from './read-ahead.ts';
import { type Sampler, shuffled } from './sampler.ts';
import { labelTarget, type Target } from './targets.ts';

export interface Batch {
  /** Number of the batch in its epoch, from 0; what `startAt` counts. */
  readonly index: number;
  /** How many images it holds: B. */
  readonly size: number;
  /** [B, 3, S, S], normalised. */
  readonly pixels: Float32Array;
  /** [B, C], each row sums to 1. */
  readonly targets: Float32Array;
  /** Position of each image in `samples`. */
  readonly indices: Uint32Array;
}

interface CommonOptions {
  readonly samples: readonly Sample[];
  /** B; the last batch holds what remains. */
  readonly batch: number;
  /** C. */
  readonly classes: number;
  /** S. */
  readonly imageSize: number;
  /** Decoded images kept between epochs; without it every image is read again each time. */
  readonly cache?: ImageCache;
  /** Images read concurrently, default 8. Does not affect the batches. */
  readonly concurrency?: number;
  /**
   * Called for an image that cannot be read or decoded, which is then omitted from its batch; a batch that
   * would be empty is skipped. Without it the error is thrown.
   */
  readonly onUnreadable?: (sample: Sample, error: MpaferError) => void;
  /** Default `labelTarget`. */
  readonly target?: Target;
}

export interface TrainingOptions extends CommonOptions, TrainingView {
  /** Decides, with `random`, the order and every variation. */
  readonly epoch: number;
  readonly random: Random;
  /** Default `shuffled`. */
  readonly sampler?: Sampler;
  /** First batch to yield, to resume within an epoch; default 0. */
  readonly startAt?: number;
  /**
   * Rows of a batch whose images are needed, default all. The others are not read and stay 0; their targets are there. Rows that are mixed
   * up need each other.
   */
  readonly needed?: ((row: number) => boolean) | undefined;
}

export interface EvaluationOptions extends CommonOptions {
  /** The square of each image that `prepare` makes do with, so that it may be made while the image is read. */
  readonly view?: SquareView;
  /** Writes [3, S, S] of an image to `into` from `offset` on. */
  readonly prepare: (image: RgbImage, into: Float32Array, offset: number) => void;
}

/** Batches got ready while one is in use. */
const ahead = 2;

/**
 * The batches of one epoch. The same samples, epoch and `random` give the same bytes, whatever the concurrency and
 * whatever batch it starts at.
 */
export function trainingBatches(options: TrainingOptions): AsyncGenerator<Batch, void, undefined> {
  const { samples, epoch, random, sampler = shuffled, startAt = 0, augmentation } = options;
  const order = sampler(samples, random.split('order', epoch));
  // Named by position and not by sample: a sampler may show one image twice in an epoch.
  const paint: Paint = (image, into, offset, position) =>
    augmentInto(into, offset, image, options, random.split('augment', epoch, position));
  const finish = (batch: Batch) => {
    if (augmentation.mixup !== undefined && augmentation.mixup > 0) {
      mixup(batch, augmentation.mixup, random.split('mixup', epoch, batch.index));
    }
  };
  return batches(options, order, startAt, paint, finish, undefined, options.needed);
}

/** All samples in their order, each image prepared as handed in. */
export function evaluationBatches(options: EvaluationOptions): AsyncGenerator<Batch, void, undefined> {
  const order = Uint32Array.from(options.samples, (_, position) => position);
  return batches(options, order, 0, options.prepare, () => {}, options.view);
}

type Paint = (image: RgbImage, into: Float32Array, offset: number, position: number) => void;

interface Unreadable {
  readonly sample: Sample;
  readonly error: MpaferError;
}

interface Prepared {
  readonly batch: Batch;
  readonly unreadable: readonly Unreadable[];
}

async function* batches(
  options: CommonOptions,
  order: Uint32Array,
  startAt: number,
  paint: Paint,
  finish: (batch: Batch) => void,
  view?: SquareView,
  needed: (row: number) => boolean = () => true,
): AsyncGenerator<Batch, void, undefined> {
  const {
    samples,
    batch: most,
    classes,
    imageSize,
    cache = imageCache(0),
    concurrency = 8,
    target = labelTarget,
  } = options;
  if (!(Number.isInteger(most) && most > 0)) {
    throw new MpaferError('usage', `Cannot make batches of ${most} images: expected a whole number from 1 on`);
  }
  const atOnce = limit(concurrency);
  const plane = 3 * imageSize * imageSize;
  const sampleAt = (position: number) => samples[order[position]!]!;
  const prepare = async (index: number): Promise<Prepared> => {
    const first = index * most;
    const positions = Array.from({ length: Math.min(most, order.length - first) }, (_, row) => first + row);
    const read = await Promise.allSettled(
      positions.map(async (position, row) =>
        needed(row) ? atOnce(() => cache.image(sampleAt(position), view)) : undefined,
      ),
    );
    const unreadable: Unreadable[] = [];
    const readable: number[] = [];
    const images: (RgbImage | undefined)[] = [];
    // In order, so that the error that is thrown does not depend on which read ended first.
    read.forEach((outcome, row) => {
      const position = positions[row]!;
      if (outcome.status === 'fulfilled') {
        readable.push(position);
        images.push(outcome.value);
      } else if (options.onUnreadable === undefined || !(outcome.reason instanceof MpaferError)) throw outcome.reason;
      else unreadable.push({ sample: sampleAt(position), error: outcome.reason });
    });
    const size = readable.length;
    const pixels = new Float32Array(size * plane);
    const targets = new Float32Array(size * classes);
    readable.forEach((position, row) => {
      const image = images[row];
      if (image !== undefined) paint(image, pixels, row * plane, position);
      target(sampleAt(position), targets, row * classes, classes);
    });
    const indices = Uint32Array.from(readable, (position) => order[position]!);
    const batch = { index, size, pixels, targets, indices };
    if (size > 0) finish(batch);
    return { batch, unreadable };
  };
  for await (const { batch, unreadable } of readAhead(startAt, Math.ceil(order.length / most), ahead, prepare)) {
    for (const { sample, error } of unreadable) options.onUnreadable?.(sample, error);
    if (batch.size > 0) yield batch;
  }
}
