// Faces drawn for tests, as pixels and as PNG.
import sharp from 'sharp';
import type { RgbImage } from '../../src/core/image.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';

/** The same faces each time, 48 pixels a side. */
export async function drawnFaces(count: number): Promise<readonly RgbImage[]> {
  const { samples } = await openDataset('synthetic:?count=32&size=48&seed=7', nodeDataHost);
  return Promise.all(samples.slice(0, count).map((sample) => sample.read()));
}

export const pngOf = async ({ width, height, data }: RgbImage): Promise<Buffer<ArrayBuffer>> =>
  Buffer.from(
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  );
