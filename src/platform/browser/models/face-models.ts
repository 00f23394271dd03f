// The two models that find faces, among the assets that a page serves.
import type { FaceModels } from '../../../faces/face-finder.ts';
import { type FetchOptions, fetchBytes } from '../../../recognise/fetch-bytes.ts';

/**
 * @param assets URL of the folder with the package's `faces/`, with a slash at the end
 * @throws MpaferError `model` with the address when one is not there, `aborted`
 */
export async function fetchFaceModels(
  assets: URL,
  { signal, onProgress }: Pick<FetchOptions, 'signal' | 'onProgress'>,
): Promise<FaceModels> {
  const get = (name: string) =>
    fetchBytes(fetch, new URL(`faces/${name}`, assets).href, { code: 'model', signal, onProgress });
  const [detector, landmarks] = await Promise.all([get('face-detection.tflite'), get('face-landmarks.tflite')]);
  return { detector, landmarks };
}
