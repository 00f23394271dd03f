// Decodes image files a few at a time, within a memory budget. One that cannot be read gets a status and does not stop the others.
import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import { readImage } from '../../platform/node/images/read-image.ts';

export interface Undecoded {
  readonly image: string;
  readonly status: 'failed';
  readonly code: string;
  readonly reason: string;
}

export type Decoded = { readonly image: string; readonly picture: RgbImage } | Undecoded;

/** A large photograph takes 300 MB, so only a few are decoded at once. */
const atOnce = 4;

/**
 * Decodes the first files, in order: all of them if they are small, otherwise as many as fill the budget.
 *
 * @param budget bytes of pixels, 200 MB by default
 */
export async function decodeSome(paths: readonly string[], budget = 200_000_000): Promise<readonly Decoded[]> {
  const decoded: Decoded[] = [];
  let bytes = 0;
  while (decoded.length < paths.length && bytes < budget) {
    const some = await Promise.all(paths.slice(decoded.length, decoded.length + atOnce).map(decode));
    for (const item of some) if ('picture' in item) bytes += item.picture.data.length;
    decoded.push(...some);
  }
  return decoded;
}

async function decode(image: string): Promise<Decoded> {
  try {
    return { image, picture: await readImage(image) };
  } catch (error) {
    if (!(error instanceof MpaferError)) throw error;
    return { image, status: 'failed', code: error.code, reason: error.message };
  }
}
