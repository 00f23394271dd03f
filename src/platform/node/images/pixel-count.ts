// How many pixels an image file declares, from its header alone: nothing is decoded.
import { isBmp } from './decode-bmp.ts';
import { loadSharp } from './sharp.ts';

/** Undefined where no header can be read; decoding says why. */
export async function pixelCount(bytes: Uint8Array): Promise<number | undefined> {
  if (isBmp(bytes)) {
    if (bytes.length < 26) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Math.abs(view.getInt32(18, true) * view.getInt32(22, true));
  }
  const sharp = await loadSharp();
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return width * height;
  } catch {
    return undefined;
  }
}
