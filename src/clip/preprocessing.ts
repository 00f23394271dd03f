// How a CLIP wants its images prepared: size, resizing and normalisation. The released models agree; others bring a file that says so.
import { resizeFilters } from '../image/resize-windows.ts';
import { type SquareView, sameView } from '../image/square.ts';

export type RgbNumbers = readonly [red: number, green: number, blue: number];

export interface Preprocessing extends SquareView {
  /** Subtracted from each channel's values between 0 and 1. */
  readonly mean: RgbNumbers;
  /** Divides what remains. */
  readonly deviation: RgbNumbers;
}

/** The choices of a preprocessing, by name. */
export const preprocessingModes = { resize: ['shortest', 'stretch'], filter: resizeFilters } as const;

/** Mean and deviation of red, green and blue (0-1) over the images that CLIP was trained on. Reference: OpenAI's `clip.load`. */
export const clipMean: RgbNumbers = [0.48145466, 0.4578275, 0.40821073];
export const clipDeviation: RgbNumbers = [0.26862954, 0.26130258, 0.27577711];

/** The preprocessing of OpenAI's models, for images of side `size`. */
export const clipPreprocessing = (size: number): Preprocessing => ({
  size,
  resize: 'shortest',
  edge: size,
  filter: 'bicubic',
  mean: clipMean,
  deviation: clipDeviation,
});

/** The preprocessing where it differs from that of OpenAI's models: part of what a model is. */
export const unusualPreprocessing = (own: Preprocessing): Preprocessing | undefined =>
  samePreprocessing(own, clipPreprocessing(own.size)) ? undefined : own;

export const samePreprocessing = (a: Preprocessing, b: Preprocessing): boolean =>
  sameView(a, b) && sameNumbers(a.mean, b.mean) && sameNumbers(a.deviation, b.deviation);

/** Files round the released numbers differently. */
const sameNumbers = (a: RgbNumbers, b: RgbNumbers): boolean => a.every((value, at) => Math.abs(value - b[at]!) < 1e-6);

/** One line for messages. */
export const showPreprocessing = ({ size, resize, edge, filter, mean, deviation }: Preprocessing): string =>
  `${resize === 'stretch' ? `stretched to ${size}` : `shorter side to ${edge}, ${size} in the middle`}, ${filter}, ` +
  `mean ${mean.join(' ')}, deviation ${deviation.join(' ')}`;
