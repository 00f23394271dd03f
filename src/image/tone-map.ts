// Pictures of high dynamic range as an ordinary screen shows them. Colours keep the primaries that they have.
import type { RgbImage } from '../core/image.ts';

/** Constants of the perceptual quantiser, SMPTE ST 2084. */
const [m1, m2, c1, c2, c3] = [2610 / 16384, (2523 / 4096) * 128, 3424 / 4096, (2413 / 4096) * 32, (2392 / 4096) * 32];

/** Constants of hybrid log-gamma, ITU-R BT.2100. */
const a = 0.178_832_77;
const [b, c] = [1 - 4 * a, 0.5 - a * Math.log(4 * a)];

/** Nits of white paper, ITU-R BT.2408, and of the brightest highlights that are kept apart. */
const [paper, brightest] = [203, 1000];
const displayGamma = 2.4;

/** Nits of a code from 0 to 1 of the perceptual quantiser, which is made for screens of 10,000. */
function quantisedNits(code: number): number {
  const power = code ** (1 / m2);
  return 10_000 * (Math.max(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1);
}

/** Nits of a code of hybrid log-gamma on a screen of 1,000, for which its system gamma is 1.2. */
function hybridNits(code: number): number {
  const scene = code <= 0.5 ? code ** 2 / 3 : (Math.exp((code - c) / a) + b) / 12;
  return 1000 * scene ** 1.2;
}

const tableOf = (nits: (code: number) => number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, code) => {
    const light = Math.min(nits(code / 255), brightest) / paper;
    // Reinhard's curve with a white point: dark tones are kept, highlights are compressed.
    const shown = (light * (1 + light / (brightest / paper) ** 2)) / (1 + light);
    return Math.round(255 * shown ** (1 / displayGamma));
  });

const [quantised, hybrid] = [tableOf(quantisedNits), tableOf(hybridNits)];

/** A new image: without it, faces in such videos are grey and flat. */
export const fromPerceptualQuantiser = (image: RgbImage): RgbImage => mapped(image, quantised);

/** A new image: of the same light, the same tones as from the perceptual quantiser. */
export const fromHybridLogGamma = (image: RgbImage): RgbImage => mapped(image, hybrid);

const mapped = ({ width, height, data }: RgbImage, table: Uint8Array): RgbImage => ({
  width,
  height,
  data: data.map((code) => table[code]!),
});
