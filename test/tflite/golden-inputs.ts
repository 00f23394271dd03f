// The shipped models as they are run, and the two images for which TensorFlow Lite's own results are kept.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RgbImage } from '../../src/core/image.ts';
import { resize } from '../../src/image/resize.ts';
import { readImage } from '../../src/platform/node/images/read-image.ts';
import { noiseImage } from '../data/made-images.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export const models = {
  detection: {
    file: 'face-detection.tflite',
    sha256: '99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3',
    outputs: ['boxes', 'scores'],
    scale: 1 / 127.5,
    shift: -1,
    anySize: true,
  },
  landmarks: {
    file: 'face-landmarks.tflite',
    sha256: 'c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1',
    outputs: ['points', 'presence'],
    scale: 1 / 255,
    shift: 0,
    anySize: false,
  },
} as const;

export const modelBytes = (file: string): Promise<Uint8Array> => readFile(pathOf(`../../assets/faces/${file}`));

/** 192 x 192 pixels each. */
export async function goldenInputs(): Promise<Readonly<Record<'portrait' | 'noise', RgbImage>>> {
  const portrait = await readImage(pathOf('../../assets/portraits/astronaut-face.png'));
  return { portrait: resize(portrait, 192, 192), noise: noiseImage(192, 192, 3) };
}
