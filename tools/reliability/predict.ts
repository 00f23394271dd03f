// Memory of `mpafer predict` over many whole photographs and over a long video: npm run reliability -- predict [PHOTOS] [FRAMES] [CLIP]
import { execFile } from 'node:child_process';
import { link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { mpafer } from '../../test/support/command-line.ts';
import { writeTinyModel } from '../../test/support/tiny-model.ts';
import { residentMemory } from './resident-memory.ts';
import { afterWarmUp, grows, medians, type Point, slopeOf } from './slope.ts';

/** Megabytes that the process may grow with each 1,000 photographs or frames. */
const limit = 1;
/** Milliseconds between two looks at its memory. */
const pause = 2000;
/** Fewer looks after the warm-up say nothing about growth. */
const leastLooks = 30;
const distinct = 60;
const portraits = ['assets/portraits/astronaut.png', 'assets/portraits/grace-hopper.jpg'] as const;
/** A file, and the part of it that is a photograph. */
const sources = [
  [portraits[0], { left: 0, top: 0, width: 512, height: 512 }],
  [portraits[1], { left: 0, top: 0, width: 512, height: 600 }],
  ['assets/synthetic-faces.png', { left: 0, top: 0, width: 98, height: 98 }],
] as const;

/** By default with the tests' tiny CLIP: what could leak are pictures, sessions, batches and records, not weights. @returns whether memory stays level in both */
export async function predict([photos = '20000', frames = '10000', model]: readonly string[]): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'mpafer-predict-'));
  try {
    const clip = model ?? (await writeTinyModel(join(root, 'clip')));
    const held: boolean[] = [];
    const recogniser = ['predict', '--run', 'zero-shot', '--clip', clip];
    if (Number(photos) > 0) {
      const folder = await photoFolder(root, Number(photos));
      const args = [...recogniser, folder, '--out', join(root, 'faces.parquet')];
      held.push(await measured('photographs', args, Number(photos)));
    }
    if (Number(frames) > 0) {
      const video = await longVideo(root, Number(frames));
      const args = [...recogniser, video, '--out', join(root, 'faces.csv'), '--timeline', join(root, 'faces.svg')];
      held.push(await measured('frames of a video', args, Number(frames)));
    }
    return held.every(Boolean);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Portraits and a drawn face with widths of 96 to 155 pixels, mirrored and relit: each file many times, by hard links. */
async function photoFolder(root: string, count: number): Promise<string> {
  const originals = join(root, 'originals');
  const folder = join(root, 'photos');
  await Promise.all([mkdir(originals), mkdir(folder)]);
  for (let at = 0; at < distinct; at++) {
    const file = join(originals, String(at));
    const [path, part] = sources[at % sources.length]!;
    const picture = sharp(path)
      .extract(part)
      .resize(96 + at)
      .modulate({ brightness: 0.6 + (at % 5) / 5 })
      .flop(at % 2 === 1);
    await (at % 4 === 3 ? picture.png() : picture.jpeg({ quality: 90 })).toFile(file);
  }
  for (let at = 0; at < count; at++) {
    const extension = (at % distinct) % 4 === 3 ? 'png' : 'jpg';
    await link(join(originals, String(at % distinct)), join(folder, `${String(at).padStart(6, '0')}.${extension}`));
  }
  return folder;
}

/** The camera pans over a portrait, to and fro, and cuts to another one every twenty seconds. */
async function longVideo(root: string, frames: number): Promise<string> {
  const clip = join(root, 'clip.mp4');
  const pan = (width: number) => `scale=${width}:-2,crop=192:144:'(iw-192)*(0.5+0.5*sin(n/50))':'(ih-144)/8',setsar=1`;
  const source = (file: string) => ['-loop', '1', '-framerate', '25', '-t', '20', '-i', file];
  const twenty = join(root, 'twenty.mp4');
  const graph = `[0]${pan(300)}[a];[1]${pan(250)}[b];[a][b]concat,format=yuv420p`;
  const run = promisify(execFile);
  const quiet = ['-v', 'error', '-y'];
  await run('ffmpeg', [...quiet, ...portraits.flatMap(source), '-filter_complex', graph, twenty]);
  const whole = ['-stream_loop', '-1', '-i', twenty, '-c', 'copy', '-frames:v', String(frames), clip];
  await run('ffmpeg', [...quiet, ...whole]);
  return clip;
}

/** Runs the command to its end and fits a line to its memory over time. */
async function measured(what: string, args: readonly string[], count: number): Promise<boolean> {
  const points: Point[] = [];
  const begin = performance.now();
  const minutes = () => (performance.now() - begin) / 60_000;
  let timer: NodeJS.Timeout | undefined;
  const ended = await mpafer(args, {
    onStart: ({ pid }) => {
      // The process may have ended in the meantime.
      const look = () =>
        residentMemory(pid!).then(
          (megabytes) => points.push({ x: minutes(), y: megabytes }),
          () => {},
        );
      timer = setInterval(look, pause);
    },
  });
  clearInterval(timer);
  if (ended.code !== 0) throw new Error(ended.stderr);
  const perThousand = (minutes() / count) * 1000;
  const warm = afterWarmUp(points).map(({ x, y }): Point => ({ x: x / perThousand, y }));
  const line = slopeOf(warm);
  console.log(
    `${count} ${what} in ${minutes().toFixed(1)} minutes; ${ended.stderr.trim().split('\n').at(-1)}\n` +
      `Resident memory, median of each minute: ${medians(points).map(Math.round).join(', ')} MB; slope after the first quarter ` +
      `${line.slope.toFixed(3)} +- ${line.error.toFixed(3)} MB per 1,000 over ${warm.length} looks, limit ${limit}`,
  );
  return warm.length >= leastLooks && !grows(line, limit);
}
