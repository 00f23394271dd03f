// Videos in headless Chromium: the frames, times and pixels that ffmpeg gives in Node; elements that play; a camera; failures by name.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { nodeVideos } from '../../src/platform/node/video/open-video.ts';
import { av1, ffmpeg, h264, makeClip, probedTimes, variableRate, vp8, vp9 } from '../support/clips.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { strictPolicy } from './strict-policy.ts';
import type { FoundFrame, VideosPage } from './videos.ts';

let folder: string;
let opened: OpenPage | undefined;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mpafer-page-video-'));
  await makeClip(folder, 'h264.mp4', { encoder: h264 });
  await makeClip(folder, 'vp8.webm', { encoder: vp8 });
  await makeClip(folder, 'vp9.webm', { encoder: vp9 });
  await makeClip(folder, 'av1.mp4', { encoder: av1 });
  await makeClip(folder, 'odd.webm', { size: '95:61', encoder: vp8 });
  await makeClip(folder, 'variable.mp4', { frames: 40, filters: variableRate });
  for (const degrees of [90, 180, 270]) {
    await ffmpeg(
      '-i',
      join(folder, 'h264.mp4'),
      '-c',
      'copy',
      '-metadata:s:v',
      `rotate=${degrees}`,
      join(folder, `turned-${degrees}.mp4`),
    );
  }
  await makeClip(folder, 'bt709.mp4', {
    filters: 'scale=out_color_matrix=bt709',
    encoder: [...h264, '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  });
  await makeClip(folder, 'full.mp4', { filters: 'scale=out_range=full', encoder: [...h264, '-color_range', 'pc'] });
  await makeClip(folder, 'wide.mp4', { filters: 'setsar=4/3' });
  await makeClip(folder, 'cut.mp4', { frames: 100, encoder: [...h264, '-movflags', '+faststart'] });
  await truncate(join(folder, 'cut.mp4'), Math.floor((await stat(join(folder, 'cut.mp4'))).size / 2));
  await makeClip(folder, 'hevc.mp4', { frames: 3, encoder: ['-c:v', 'libx265', '-x265-params', 'log-level=none'] });
  await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', join(folder, 'tone.m4a'));
  opened = await openPage({
    title: 'Videos',
    script: './page/videos-page.ts',
    global: 'videosPage',
    files: { '/notes.mp4': 'not a video, although it has some words in it\n'.repeat(50) },
    folders: { '/clips': folder },
    policy: `${strictPolicy}; media-src 'self'`,
  });
});
after(async () => {
  await opened?.close();
  await rm(folder, { recursive: true, force: true });
});

type Global = typeof globalThis & { readonly videosPage: VideosPage };

const inPage = (
  file: string,
  how: 'address' | 'Blob' = 'address',
  selection?: object,
): Promise<readonly FoundFrame[]> =>
  opened!.page.evaluate(([path, kind, chosen]) => (globalThis as Global).videosPage.frames(path, kind, chosen), [
    `/clips/${file}`,
    how,
    selection,
  ] as const);

async function inNode(file: string, selection?: object): Promise<readonly FoundFrame[]> {
  const video = await nodeVideos.open(join(folder, file), {});
  const found: FoundFrame[] = [];
  for await (const { index, timestamp, image } of video.frames(selection)) {
    const digest = createHash('sha256').update(image.data).digest('hex');
    found.push({ index, timestamp, width: image.width, height: image.height, digest });
  }
  return found;
}

const times = (frames: readonly FoundFrame[]) => frames.map(({ timestamp }) => timestamp);

/** Timestamps of browsers are whole microseconds. */
function assertSame(page: readonly FoundFrame[], node: readonly FoundFrame[]): void {
  assert.ok(node.length > 0);
  assert.deepEqual(
    page.map(({ index, width, height }) => [index, width, height]),
    node.map(({ index, width, height }) => [index, width, height]),
  );
  times(page).forEach((time, index) => {
    assert.ok(Math.abs(time - node[index]!.timestamp) <= 1e-6, `${time} and ${node[index]!.timestamp}`);
  });
  assert.deepEqual(
    page.map(({ digest }) => digest),
    node.map(({ digest }) => digest),
  );
}

suite('the same frames, times and pixels as in Node, byte for byte', () => {
  for (const file of [
    'h264.mp4',
    'vp8.webm',
    'vp9.webm',
    'av1.mp4',
    'odd.webm',
    'variable.mp4',
    'turned-90.mp4',
    'turned-180.mp4',
    'turned-270.mp4',
    'bt709.mp4',
    'full.mp4',
    'wide.mp4',
  ]) {
    test(file, async () => {
      const [page, node] = [await inPage(file), await inNode(file)];
      assertSame(page, node);
      const probed = await probedTimes(join(folder, file));
      times(page).forEach((time, index) => {
        assert.ok(Math.abs(time - probed[index]!) <= 1e-6);
      });
    });
  }

  test('as a Blob, and in part', async () => {
    assertSame(await inPage('variable.mp4', 'Blob'), await inNode('variable.mp4'));
    for (const selection of [{ every: 3 }, { from: 0.3, to: 1.4, every: { seconds: 0.25 } }]) {
      assertSame(await inPage('variable.mp4', 'address', selection), await inNode('variable.mp4', selection));
    }
  });
});

test('what cannot be read is named', async () => {
  const failure = (file: string) =>
    opened!.page.evaluate((path) => (globalThis as Global).videosPage.failure(path), file);
  const message = async (file: string) => (await failure(file)).message;
  assert.match(await message('/clips/nowhere.mp4'), /^video: Cannot read the video "\/clips\/nowhere\.mp4": .*404/);
  assert.match(await message('/notes.mp4'), /^video: Cannot read the video "\/notes\.mp4": /);
  assert.match(await message('/clips/tone.m4a'), /^video: .*: it has no video stream$/);
  assert.match(
    await message('/clips/hevc.mp4'),
    /^video: Cannot decode the video .*: this browser has no decoder for hevc$/,
  );
  const cut = await failure('/clips/cut.mp4');
  assert.match(cut.message, /^video: Cannot read the video ".*" to its end: it is damaged or cut short: /);
  assert.ok(cut.frames > 10 && cut.frames < 90, `${cut.frames}`);
  const refusals = await opened!.page.evaluate(() => (globalThis as Global).videosPage.refusals());
  assert.deepEqual(refusals, {
    number:
      'video: Cannot read a video: found a value of type number; expected an address, a Blob or File, a <video> element, a MediaStream or a ReadableStream of frames',
    empty:
      'video: Cannot read a video: found a value of type string; expected an address, a Blob or File, a <video> element, a MediaStream or a ReadableStream of frames',
    element:
      'video: Cannot read a video: found HTMLDivElement; expected an address, a Blob or File, a <video> element, a MediaStream or a ReadableStream of frames',
    silent: 'video: Cannot read the camera: its stream has no video track',
  });
});

test('a signal stops reading', async () => {
  const found = await opened!.page.evaluate(() => (globalThis as Global).videosPage.aborted('/clips/h264.mp4'));
  assert.equal(found, '3 aborted: Stopped while reading a video');
});

test('an element that plays gives its newest frames, each at its own time', async () => {
  const found = await opened!.page.evaluate(() => (globalThis as Global).videosPage.element('/clips/variable.mp4'));
  assert.ok(found.length >= 2 && found.length < 16, `${found.length}`);
  const known = await inNode('variable.mp4');
  let last = -1;
  for (const { timestamp, brightness } of found) {
    assert.ok(timestamp > last);
    last = timestamp;
    assert.ok(
      known.some((frame) => Math.abs(frame.timestamp - timestamp) < 1e-3),
      `${timestamp} is a frame's time`,
    );
    assert.ok(brightness > 20);
  }
});

test('a camera gives frames as they come, and stays on when they are no longer wanted', async () => {
  await opened!.page.context().grantPermissions(['camera']);
  const {
    times: found,
    width,
    isLive,
  } = await opened!.page.evaluate(() => (globalThis as Global).videosPage.camera(4));
  assert.equal(found.length, 4);
  assert.ok(
    found.every((time, index) => index === 0 || time > found[index - 1]!),
    `${found}`,
  );
  assert.ok(width > 0);
  assert.equal(isLive, true);
});

test('the page keeps to the strictest policy and prints nothing', () => {
  assert.deepEqual(opened!.violations, []);
});
