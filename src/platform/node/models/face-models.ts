// The two models that find faces, as they ship.
import { readFile } from 'node:fs/promises';
import { packageFile } from '../../../engine/node/package-files.ts';
import type { FaceModels } from '../../../faces/face-finder.ts';

/**
 * Reads the models that find faces, for `openFaceFinder`.
 *
 * @throws MpaferError `host` when they are not where the package has them
 * @example
 * ```ts
 * import { faceModels } from 'mpafer';
 * const { detector, landmarks } = await faceModels();
 * console.log(detector.length, landmarks.length); // 1083984 1241896
 * ```
 */
export async function faceModels(): Promise<FaceModels> {
  const read = (name: string) => readFile(packageFile(`assets/faces/${name}`));
  const [detector, landmarks] = await Promise.all([read('face-detection.tflite'), read('face-landmarks.tflite')]);
  return { detector, landmarks };
}
