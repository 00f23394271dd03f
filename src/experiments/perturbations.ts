// Perturbations that degrade faces, each with five severities.
import type { RgbImage } from '../core/image.ts';
import type { Random } from '../core/random.ts';
import { transformed } from '../data/augment/affine.ts';
import { blurred } from '../image/blur.ts';
import { exposed } from '../image/exposure.ts';
import { lowResolution } from '../image/low-resolution.ts';
import { occluded } from '../image/occlude.ts';

/** Encodes an image as JPEG with a quality of 1-100 and decodes it again, with the platform's codec. */
export type JpegRoundTrip = (image: RgbImage, quality: number) => Promise<RgbImage>;

export interface Perturbation {
  readonly name: string;
  /** What it simulates, in words. */
  readonly about: string;
  /** The levels of severities 1 to 5. */
  readonly levels: readonly Level[];
  /** @param amount that of a level @param random a stream for this face alone */
  apply(image: RgbImage, amount: number, random: Random): RgbImage | Promise<RgbImage>;
}

export interface Level {
  readonly amount: number;
  readonly text: string;
}

const levels = (amounts: readonly number[], say: (amount: number) => string): readonly Level[] =>
  amounts.map((amount) => ({ amount, text: say(amount) }));

const inPercent = (amount: number): string => `${Math.round(100 * amount)}%`;

/** The bands of a face crop with eyes and brows, and with mouth and chin, as shares of its height. */
export const bands = { eyes: [0.2, 0.52], mouth: [0.6, 0.96] } as const;

/** Covers a band, growing from its middle to its full height. */
const cover =
  ([top, bottom]: readonly [number, number]) =>
  (image: RgbImage, share: number): RgbImage => {
    const [middle, half] = [(top + bottom) / 2, ((bottom - top) / 2) * share];
    return occluded(image, middle - half, middle + half);
  };

const shares = levels([0.2, 0.4, 0.6, 0.8, 1], (share) => `${inPercent(share)} of the band`);

/** In the order of reports. Severity 0 is the original image. */
export const perturbations = (jpeg: JpegRoundTrip): readonly Perturbation[] => [
  { name: 'eyes', about: 'Eyes and brows covered, as by sunglasses', levels: shares, apply: cover(bands.eyes) },
  { name: 'mouth', about: 'Mouth covered, as by a mask', levels: shares, apply: cover(bands.mouth) },
  {
    name: 'dark',
    about: 'Too little light',
    levels: levels([0.7, 0.45, 0.3, 0.18, 0.1], (factor) => `light × ${factor}`),
    apply: exposed,
  },
  {
    name: 'bright',
    about: 'Too much light',
    levels: levels([1.3, 1.7, 2.2, 3, 4], (factor) => `light × ${factor}`),
    apply: exposed,
  },
  {
    name: 'blur',
    about: 'Out of focus',
    levels: levels([0.01, 0.02, 0.03, 0.05, 0.08], (share) => `σ ${inPercent(share)} of the side`),
    apply: (image, share) => blurred(image, share * Math.min(image.width, image.height)),
  },
  {
    name: 'low-resolution',
    about: 'A small face, upscaled',
    levels: levels([0.75, 0.5, 0.33, 0.25, 0.15], (share) => `${inPercent(share)} of the side`),
    apply: lowResolution,
  },
  {
    name: 'jpeg',
    about: 'JPEG compression',
    levels: levels([50, 25, 15, 8, 4], (quality) => `quality ${quality}`),
    apply: jpeg,
  },
  {
    name: 'rotation',
    about: 'Head tilted to either side',
    levels: levels([5, 10, 20, 30, 45], (degrees) => `${degrees}°`),
    apply: (image, degrees, random) =>
      transformed(image, { degrees: random.uniform() < 0.5 ? degrees : -degrees, scale: 1, shiftX: 0, shiftY: 0 }),
  },
];
