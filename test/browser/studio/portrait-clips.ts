// Moving pictures of the portraits that ship: a clip for the Look room, and what a camera shows.
import { join } from 'node:path';
import { ffmpeg } from '../../support/clips.ts';
import { pathOf } from '../open-page.ts';

const portrait = (name: string): string => pathOf(`../../assets/portraits/${name}`);

/** Each for a second, in this order: happiness, nobody, and a face of which the pack is unsure. */
const scenes = [
  ['-loop', '1', '-t', '1', '-i', portrait('astronaut.jpg')],
  ['-f', 'lavfi', '-t', '1', '-i', 'color=c=0x46586a:size=480x480'],
  ['-loop', '1', '-t', '1', '-i', portrait('grace-hopper.jpg')],
];

/** 640 x 480, three seconds; the portraits move a little. */
async function render(path: string, encoder: readonly string[], rate = 5): Promise<string> {
  const frame = (index: number) =>
    `[${index}:v]fps=${rate},scale=480:480:force_original_aspect_ratio=increase,crop=480:480,pad=640:480:120:0:color=0x46586a,crop=600:450:'20+20*sin(t*3)':15,scale=640:480,setsar=1,format=yuv420p[v${index}]`;
  const graph = `${scenes.map((_, index) => frame(index)).join(';')};[v0][v1][v2]concat=n=3[out]`;
  await ffmpeg(...scenes.flat(), '-filter_complex', graph, '-map', '[out]', ...encoder, path);
  return path;
}

export const portraitClip = (folder: string): Promise<string> =>
  render(join(folder, 'portraits.webm'), ['-c:v', 'libvpx', '-b:v', '2M', '-deadline', 'realtime', '-cpu-used', '5']);

export const portraitCamera = (folder: string, rate?: number): Promise<string> =>
  render(join(folder, 'camera.mjpeg'), ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p'], rate);
