// A model of what a training step costs on several ranks, and its fit to measured times.

export interface StepModel {
  /** Milliseconds of the two passes of the text tower, which every rank computes. */
  readonly text: number;
  /** Milliseconds of an image of a part. */
  readonly image: number;
}

/** Least squares of time = text + image * images. */
export function fitStep(measured: readonly { readonly images: number; readonly ms: number }[]): StepModel {
  const n = measured.length;
  const mean = (of: (each: (typeof measured)[number]) => number) =>
    measured.reduce((sum, each) => sum + of(each), 0) / n;
  const [x, y] = [mean(({ images }) => images), mean(({ ms }) => ms)];
  const image =
    measured.reduce((sum, { images, ms }) => sum + (images - x) * (ms - y), 0) /
    measured.reduce((sum, { images }) => sum + (images - x) ** 2, 0);
  return { text: y - image * x, image };
}

export interface NetworkModel {
  readonly name: string;
  /** Milliseconds of an exchange of nothing. */
  readonly latency: number;
  /** Bytes per millisecond into a rank. */
  readonly bandwidth: number;
}

/** From this many ranks on, slices are exchanged instead of whole parts: see src/train/steps/shared-step.ts. */
const slicesFrom = 16;

/** Milliseconds of a step. @param partBytes of what a part gives */
export function stepTime(
  ranks: number,
  { batch, microBatch, partBytes }: { readonly batch: number; readonly microBatch: number; readonly partBytes: number },
  { text, image }: StepModel,
  { latency, bandwidth }: NetworkModel,
): number {
  const parts = Math.ceil(batch / microBatch);
  const slots = Math.ceil(parts / ranks);
  const computed = text + image * Math.min(batch, slots * microBatch);
  if (ranks === 1) return computed;
  const others = (ranks - 1) / ranks;
  // Slices: one exchange of float32 slices of own parts, one of float64 sums.
  const received = ranks < slicesFrom ? others * slots * ranks * partBytes : others * (slots + 2) * partBytes;
  // A header, the exchange, and whether to stop; one more exchange for slices.
  const exchanges = ranks < slicesFrom ? 3 : 5;
  return computed + exchanges * latency + received / bandwidth;
}

export interface RunSize {
  readonly train: number;
  readonly valid: number;
  readonly batch: number;
  readonly epochs: number;
}

/** Hours of a run: its steps, and the forward passes of an evaluation after each epoch in batches of 32. */
export function runHours(ranks: number, run: RunSize, step: number, forward: number): number {
  const steps = Math.ceil(run.train / run.batch) * run.epochs;
  const evaluated = Math.ceil(Math.ceil(run.valid / 32) / ranks) * 32 * run.epochs;
  return (steps * step + evaluated * forward) / 3.6e6;
}
