// A part that begins late is decoded from a keyframe before it: with the frames, numbers and times of a video that is decoded from its start.
import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeVideos } from '../../../../src/platform/node/video/open-video.ts';
import { pointIn } from '../../../../src/platform/node/video/seek-point.ts';
import { type FrameSelection, frameSelector } from '../../../../src/video/frame-selection.ts';
import type { ClipFrame } from '../../../../src/video/video.ts';
import { av1, ffmpeg, h264, makeClip, variableRate, vp8, vp9 } from '../../../support/clips.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mpafer-seek-'));
});
after(async () => {
  delete process.env.FFMPEG;
  await rm(folder, { recursive: true, force: true });
});

async function framesOf(path: string, selection?: FrameSelection): Promise<readonly ClipFrame[]> {
  const frames: ClipFrame[] = [];
  for await (const frame of (await nodeVideos.open(path, {})).frames(selection)) frames.push(frame);
  return frames;
}

/** Runs what is given with an ffmpeg that writes down its parameters, after a line of shell that may change them. */
async function watched<T>(
  work: () => Promise<T>,
  line = '',
): Promise<{ readonly result: T; readonly runs: readonly string[] }> {
  const [script, log] = [join(folder, 'ffmpeg.sh'), join(folder, 'runs.txt')];
  await writeFile(log, '');
  await writeFile(script, `#!/bin/sh\necho "$*" >> '${log}'\n${line}\nexec ffmpeg "$@"\n`);
  await chmod(script, 0o755);
  process.env.FFMPEG = script;
  try {
    const result = await work();
    const runs = (await readFile(log, 'utf8')).split('\n').filter((each) => each.includes('rawvideo'));
    return { result, runs };
  } finally {
    delete process.env.FFMPEG;
  }
}

async function sameAsAll(path: string, selection: FrameSelection, mustSeek = true): Promise<void> {
  const select = frameSelector(selection);
  const expected = (await framesOf(path)).filter(({ timestamp }) => select(timestamp) === 'take');
  const { result: found, runs } = await watched(() => framesOf(path, selection));
  assert.ok(expected.length > 0);
  assert.deepEqual(
    found.map(({ index, timestamp }) => ({ index, timestamp })),
    expected.map(({ index, timestamp }) => ({ index, timestamp })),
  );
  assert.deepEqual(found, expected);
  assert.deepEqual(
    runs.map((each) => each.includes(' -ss ')),
    [mustSeek],
  );
}

const long = { frames: 70 } as const;
const often = ['-g', '12'] as const;

for (const [name, clip] of Object.entries({
  'b-frames.mp4': { encoder: ['-c:v', 'libx264', '-bf', '3', '-b_strategy', '0', ...often] },
  'open-groups.mp4': { encoder: ['-c:v', 'libx264', '-x264-params', 'open-gop=1:keyint=12:bframes=3:b-adapt=0'] },
  'b-frames.mkv': { encoder: [...h264, ...often] },
  'stream.ts': { encoder: [...h264, ...often] },
  'vp9.webm': { encoder: [...vp9, ...often] },
  'av1.mp4': { encoder: [...av1, ...often] },
})) {
  test(`${name}: every frame from a time on`, async () => {
    const path = await makeClip(folder, name, { ...long, ...clip });
    const [first] = await framesOf(path);
    await sameAsAll(path, { from: first!.timestamp + 1.71, every: 3 });
    await sameAsAll(path, { from: first!.timestamp + 1.92, to: first!.timestamp + 2.2 });
  });
}

test('a variable frame rate', async () => {
  const path = await makeClip(folder, 'variable.mp4', { ...long, filters: variableRate, encoder: [...h264, ...often] });
  await sameAsAll(path, { from: 1.6 });
  await sameAsAll(path, { from: 2.05, every: { seconds: 0.1 } });
});

test('a video that a player turns', async () => {
  const lying = await makeClip(folder, 'lying.mp4', { ...long, encoder: [...h264, ...often] });
  const path = join(folder, 'turned.mp4');
  await ffmpeg('-i', lying, '-c', 'copy', '-metadata:s:v', 'rotate=90', path);
  await sameAsAll(path, { from: 1.5 });
  const [frame] = await framesOf(path, { from: 1.5 });
  assert.deepEqual([frame!.image.width, frame!.image.height], [160, 192]);
});

test('a video that was cut without encoding it again has frames that are not shown', async () => {
  const whole = await makeClip(folder, 'whole.mp4', { ...long, encoder: [...h264, ...often] });
  const path = join(folder, 'cut.mp4');
  await ffmpeg('-ss', '0.6', '-i', whole, '-c', 'copy', path);
  await sameAsAll(path, { from: 1.4 });
});

test('where packets are not frames, or nothing would be saved, decoding begins with the first frame', async () => {
  await sameAsAll(await makeClip(folder, 'vp8.webm', { ...long, encoder: [...vp8, ...often] }), { from: 1.7 }, false);
  const path = await makeClip(folder, 'one-group.mp4', { ...long, encoder: h264 });
  await sameAsAll(path, { from: 1.7 }, false);
});

test('a seek that ends elsewhere is made good by decoding from the first frame', async () => {
  const path = await makeClip(folder, 'elsewhere.mp4', { ...long, encoder: [...h264, ...often] });
  const expected = (await framesOf(path)).filter(({ timestamp }) => timestamp >= 1.7);
  // After the next keyframe but one, and after the end.
  for (const where of ['2.4', '90']) {
    const line = `for each do shift; [ "$last" = -ss ] && each=${where}; set -- "$@" "$each"; last=$each; done`;
    const { result, runs } = await watched(() => framesOf(path, { from: 1.7 }), line);
    assert.deepEqual(result, expected);
    assert.deepEqual(
      runs.map((each) => each.includes(' -ss ')),
      [true, false],
    );
  }
});

test('a beginning behind the end gives no frame', async () => {
  const path = await makeClip(folder, 'short.mp4', { ...long, encoder: [...h264, ...often] });
  assert.deepEqual(await framesOf(path, { from: 60 }), []);
});

test('a damaged end is told of a part, too', async () => {
  const path = await makeClip(folder, 'damaged.mkv', { ...long, encoder: [...h264, ...often] });
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
  await assert.rejects(framesOf(path, { from: 1.2 }), { code: 'video', message: /damaged or cut short/ });
});

test('keyframes are counted in the order of display, without what is not shown', () => {
  const packets = '0.0,K__\n0.2,___\n\n0.1,___,\n0.3,KD_\n0.4,K__\n0.6,___\n0.5,___\n0.8,K__\n';
  assert.deepEqual(pointIn(packets, 0.55), { timestamp: 0.4, index: 3, before: 2 });
  // One frame at least lies between: two packets for each would be seen.
  assert.deepEqual(pointIn(packets, 0.8), { timestamp: 0.4, index: 3, before: 3 });
  assert.equal(pointIn(packets, 0.3), undefined);
  assert.equal(pointIn(`${packets}N/A,___\n`, 0.55), undefined);
  assert.equal(pointIn('', 3), undefined);
});
