// Pictures of high dynamic range, coded for screens of 10,000 nits, as an ordinary screen shows them.
import type { RgbImage } from '../core/image.ts';

/** Constants of the perceptual quantiser, SMPTE ST 2084. */
const [m1, m2, c1, c2, c3] = [2610 / 16384, (2523 / 4096) * 128, 3424 / 4096, (2413 / 4096) * 32, (2392 / 4096) * 32];

/** Nits of white paper, ITU-R BT.2408, and of the brightest highlights that are kept apart. */
const [paper, brightest] = [203, 1000];
const displayGamma = 2.4;

/** Nits of a code from 0 to 1. */
function nits(code: number): number {
  const power = code ** (1 / m2);
  return 10_000 * (Math.max(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1);
}

const table = Uint8Array.from({ length: 256 }, (_, code) => {
  const light = Math.min(nits(code / 255), brightest) / paper;
  // Reinhard's curve with a white point: dark tones are kept, highlights are compressed.
  const shown = (light * (1 + light / (brightest / paper) ** 2)) / (1 + light);
  return Math.round(255 * shown ** (1 / displayGamma));
});

/** A new image: without it, faces in such videos are grey and flat. Colours keep the primaries that they have. */
export const fromPerceptualQuantiser = ({ width, height, data }: RgbImage): RgbImage => ({
  width,
  height,
  data: data.map((code) => table[code]!),
});
