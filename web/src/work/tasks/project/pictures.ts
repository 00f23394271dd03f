// Pictures of faces as files: written once under the digest of their pixels, so that the same picture is kept once.
import { decodeImage, type RgbImage, type Sample, studio } from 'mpafer';
import type { FaceRecord } from './open-project.ts';
import { opened } from './open-project.ts';

/** The path of a picture: the first digits of what its pixels are. */
export async function facePath({ width, height, data }: RgbImage): Promise<string> {
  const digest = await studio.sha256(`${width}x${height} ${await studio.sha256(Uint8Array.from(data))}`);
  return `faces/${digest.slice(0, 16)}.png`;
}

export async function pngOf({ width, height, data }: RgbImage): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const pixels = context.createImageData(width, height);
  for (let from = 0, to = 0; from < width * height * 3; from += 3, to += 4) {
    pixels.data[to] = data[from]!;
    pixels.data[to + 1] = data[from + 1]!;
    pixels.data[to + 2] = data[from + 2]!;
    pixels.data[to + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

export const readFace = async (path: string): Promise<RgbImage> => decodeImage(await opened().files.read(path), path);

/** A face for the encoder; its label does not matter there. */
export const sampleOf = ({ path }: Pick<FaceRecord, 'path'>): Sample => ({
  id: path,
  split: 'train',
  label: 0,
  read: () => readFace(path),
});
