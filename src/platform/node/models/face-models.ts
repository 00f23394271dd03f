// The two models that find faces, as they ship.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MpaferError } from '../../../core/errors.ts';
import type { FaceModels } from '../../../faces/face-finder.ts';
import { readReason } from '../files/read-reason.ts';

const folder = fileURLToPath(new URL('../../../../assets/faces/', import.meta.url));

/**
 * Reads the models that find faces, for `openFaceFinder`.
 *
 * @throws MpaferError `model` when they are not where the package has them
 * @example
 * ```ts
 * import { faceModels } from 'mpafer';
 * const { detector, landmarks } = await faceModels();
 * console.log(detector.length, landmarks.length); // 1083984 1241896
 * ```
 */
export async function faceModels(): Promise<FaceModels> {
  return { detector: await read('face-detection.tflite'), landmarks: await read('face-landmarks.tflite') };
}

async function read(name: string): Promise<Uint8Array> {
  const path = `${folder}${name}`;
  return readFile(path).catch((cause: unknown) => {
    throw new MpaferError('model', `Cannot read the model that finds faces, "${path}": ${readReason(cause)}`, {
      hint: 'Install mpafer again: the file is part of the package',
      cause,
    });
  });
}
