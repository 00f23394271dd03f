// A camera that shows drawn faces, whose expressions are known, again and again: each for three seconds, and nobody for one in between.
import { join } from 'node:path';
import sharp from 'sharp';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { ffmpeg } from '../../support/clips.ts';

/** Frames a second at which Chromium plays MJPEG files. */
const rate = 30;

/** Seconds for which a face and the empty picture behind it are shown. */
export const sceneSeconds = 4;

/** Places of drawn faces that the shipped recogniser answers as they were drawn. */
const places = [33, 43, 45];

/** @returns an MJPEG file of 640 x 480, and the expressions in the order in which they are shown */
export async function drawnCamera(
  folder: string,
): Promise<{ readonly path: string; readonly labels: readonly string[] }> {
  const { samples, classes } = await openDataset('synthetic:?count=64&size=240', nodeDataHost);
  const ground = { width: 640, height: 480, channels: 3 as const, background: '#46586a' };
  const inputs: string[][] = [];
  for (const [index, place] of places.entries()) {
    const { width, height, data } = await samples[place]!.read();
    const face = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    const path = join(folder, `drawn-${index}.png`);
    await sharp({ create: ground })
      .composite([{ input: face, left: 200, top: 120 }])
      .png()
      .toFile(path);
    inputs.push(['-loop', '1', '-t', '3', '-i', path]);
    inputs.push(['-f', 'lavfi', '-t', '1', '-i', 'color=c=0x46586a:size=640x480']);
  }
  const shown = inputs.map((_, index) => `[${index}:v]fps=${rate},setsar=1,format=yuv420p[v${index}]`).join(';');
  const joined = `${inputs.map((_, index) => `[v${index}]`).join('')}concat=n=${inputs.length}[out]`;
  const path = join(folder, 'drawn-camera.mjpeg');
  const encoder = ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p'];
  await ffmpeg(...inputs.flat(), '-filter_complex', `${shown};${joined}`, '-map', '[out]', ...encoder, path);
  return { path, labels: places.map((place) => classes[samples[place]!.label]!) };
}
