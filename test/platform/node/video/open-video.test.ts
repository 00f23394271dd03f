// Videos in Node: every frame at its exact time and upright, whatever the codec, rate, shape and name; and every failure by name.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import type { RgbImage } from '../../../../src/core/image.ts';
import { fromHybridLogGamma, fromPerceptualQuantiser } from '../../../../src/image/tone-map.ts';
import { nodeVideos } from '../../../../src/platform/node/video/open-video.ts';
import { optionsOf } from '../../../../src/platform/node/video/programs.ts';
import type { FrameSelection } from '../../../../src/video/frame-selection.ts';
import { frameSelector } from '../../../../src/video/frame-selection.ts';
import type { ClipFrame } from '../../../../src/video/video.ts';
import { av1, ffmpeg, ffv1, h264, makeClip, probedTimes, variableRate, vp8, vp9 } from '../../../support/clips.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mpafer-video-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function framesOf(path: string | URL, selection?: FrameSelection): Promise<readonly ClipFrame[]> {
  const video = await nodeVideos.open(path, {});
  const frames: ClipFrame[] = [];
  for await (const frame of video.frames(selection)) frames.push(frame);
  return frames;
}

const times = (frames: readonly ClipFrame[]) => frames.map(({ timestamp }) => timestamp);
const indices = (frames: readonly ClipFrame[]) => frames.map(({ index }) => index);

/** Mean of the differences of all values. */
const difference = (a: RgbImage, b: RgbImage): number =>
  a.data.reduce((sum, value, at) => sum + Math.abs(value - b.data[at]!), 0) / a.data.length;

const failure = (code: string, message: RegExp) => (error: { code: string; message: string }) => {
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  return true;
};

suite('every frame once, at the time that ffprobe states', () => {
  for (const [name, encoder] of Object.entries({
    'h264.mp4': h264,
    'vp8.webm': vp8,
    'vp9.webm': vp9,
    'av1.mkv': av1,
    'ffv1.avi': ffv1,
    'stream.ts': h264,
  })) {
    test(name, async () => {
      const path = await makeClip(folder, name, { encoder });
      const frames = await framesOf(path);
      assert.deepEqual(
        indices(frames),
        Array.from({ length: 20 }, (_, index) => index),
      );
      const expected = await probedTimes(path);
      assert.equal(expected.length, 20);
      times(frames).forEach((time, index) => {
        assert.ok(Math.abs(time - expected[index]!) <= 5e-7, `frame ${index}: ${time}, ${expected[index]}`);
      });
      const { width, height } = frames[0]!.image;
      assert.deepEqual([width, height], [192, 160]);
    });
  }

  test('at a variable rate, exactly', async () => {
    const path = await makeClip(folder, 'variable.mp4', { frames: 40, filters: variableRate });
    const frames = await framesOf(path);
    const expected = [0, 4, 8, 12, 16, 20, 24, 28, 32, 33, 34, 35, 36, 37, 38, 39].map((frame) => frame / 25);
    assert.deepEqual(times(frames), expected);
  });

  test('at 30000/1001 frames per second, without rounding', async () => {
    const path = await makeClip(folder, 'ntsc.mp4', {
      filters: 'settb=1001/30000,setpts=N',
      encoder: [...h264, '-enc_time_base', '1001:30000', '-video_track_timescale', '30000'],
    });
    const frames = await framesOf(path);
    assert.deepEqual(
      times(frames),
      frames.map((_, index) => (index * 1001) / 30000),
    );
  });
});

test('a video that a player turns is turned', async () => {
  const path = await makeClip(folder, 'upright.mp4');
  for (const [degrees, width, height] of [
    [90, 160, 192],
    [180, 192, 160],
    [270, 160, 192],
  ] as const) {
    const turned = join(folder, `turned-${degrees}.mp4`);
    await ffmpeg('-i', path, '-c', 'copy', '-metadata:s:v', `rotate=${degrees}`, turned);
    const [frame] = await framesOf(turned);
    assert.deepEqual([frame!.image.width, frame!.image.height], [width, height], `${degrees}`);
  }
});

test('wide pixels become square', async () => {
  const path = await makeClip(folder, 'wide.mp4', { filters: 'setsar=4/3' });
  const [frame] = await framesOf(path);
  assert.deepEqual([frame!.image.width, frame!.image.height], [256, 160]);
});

test('a size that changes on the way is followed', async () => {
  const parts = await Promise.all([
    makeClip(folder, 'part1.ts', { frames: 5 }),
    makeClip(folder, 'part2.ts', { frames: 5, size: '160:120' }),
  ]);
  const path = join(folder, 'parts.ts');
  await writeFile(path, Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))));
  const sizes = (await framesOf(path)).map(({ image }) => image.width);
  assert.equal(sizes.length, 10);
  assert.deepEqual([sizes[0], sizes[9]], [192, 160]);
});

suite('colours do not depend on how a video stores them', () => {
  const stored: Readonly<Record<string, readonly [filters: string, encoder: readonly string[]]>> = {
    'BT.709': ['scale=out_color_matrix=bt709', ['-colorspace', 'bt709']],
    'BT.601': ['scale=out_color_matrix=bt601', ['-colorspace', 'smpte170m']],
    'BT.2020': ['scale=out_color_matrix=bt2020', ['-colorspace', 'bt2020nc']],
    'full range': ['scale=out_range=full:out_color_matrix=bt601', ['-color_range', 'pc']],
    'no statement': ['scale=out_color_matrix=bt601', []],
  };
  for (const [name, [filters, encoder]] of Object.entries(stored)) {
    test(name, async () => {
      const plain = join(folder, 'plain.png');
      await ffmpeg('-i', 'assets/portraits/astronaut.png', '-vf', 'crop=192:160:120:20', '-frames:v', '1', plain);
      const { readImage } = await import('../../../../src/platform/node/images/read-image.ts');
      const path = await makeClip(folder, `${name.replace(' ', '-')}.mkv`, {
        frames: 1,
        filters,
        encoder: [...ffv1, ...encoder],
      });
      const [frame] = await framesOf(path);
      // Halved chroma costs some at edges.
      assert.ok(difference(frame!.image, await readImage(plain)) < 2.5);
    });
  }
  for (const [name, encoder] of Object.entries({
    '10 bits': [...ffv1, '-pix_fmt', 'yuv420p10le'],
    RGB: ['-c:v', 'libx264rgb', '-qp', '0'],
    'full chroma': [...ffv1, '-pix_fmt', 'yuv444p'],
    alpha: [...ffv1, '-pix_fmt', 'yuva420p'],
    PNG: ['-c:v', 'png'],
  })) {
    test(name, async () => {
      const plain = await framesOf(await makeClip(folder, 'plain.mkv', { frames: 1, encoder: ffv1 }));
      const path = await makeClip(folder, `${name.replace(' ', '-')}.mkv`, { frames: 1, encoder });
      const [frame] = await framesOf(path);
      assert.ok(difference(frame!.image, plain[0]!.image) < 1.5, `${difference(frame!.image, plain[0]!.image)}`);
    });
  }

  test('grey', async () => {
    const plain = await framesOf(await makeClip(folder, 'plain.mkv', { frames: 1, filters: 'hue=s=0', encoder: ffv1 }));
    const path = await makeClip(folder, 'grey.mkv', {
      frames: 1,
      filters: 'hue=s=0',
      encoder: [...ffv1, '-pix_fmt', 'gray'],
    });
    const [frame] = await framesOf(path);
    assert.ok(difference(frame!.image, plain[0]!.image) < 1.5, `${difference(frame!.image, plain[0]!.image)}`);
  });

  test('high dynamic range is brought to ordinary tones', async () => {
    const [plain] = await framesOf(await makeClip(folder, 'plain.mkv', { frames: 1, encoder: ffv1 }));
    for (const [curve, convert] of Object.entries({
      smpte2084: fromPerceptualQuantiser,
      'arib-std-b67': fromHybridLogGamma,
    })) {
      for (const pixels of ['yuv420p', 'yuv420p10le']) {
        const encoder = [...ffv1, '-pix_fmt', pixels, '-color_trc', curve];
        const [frame] = await framesOf(await makeClip(folder, `${curve}-${pixels}.mkv`, { frames: 1, encoder }));
        // Hybrid log-gamma was made to look right on ordinary screens, too: its tones move little.
        const [ours, unconverted] = [convert(plain!.image), plain!.image].map((image) =>
          difference(frame!.image, image),
        );
        assert.ok(ours! < 0.5 && unconverted! > 1, `${curve} ${pixels}: ${ours} ${unconverted}`);
      }
    }
  });
});

suite('a part, and every so many frames or seconds, is the same as choosing from all', () => {
  for (const selection of [
    { every: 3 },
    { every: { seconds: 0.3 } },
    { from: 0.2, to: 0.9 },
    { from: 0.16, to: 1.28, every: 2 },
    { from: 0.3, every: { seconds: 0.25 } },
    { to: 0.000_001 },
  ] satisfies FrameSelection[]) {
    test(JSON.stringify(selection), async () => {
      const path = await makeClip(folder, 'chosen.mp4', { frames: 40, filters: variableRate });
      const select = frameSelector(selection);
      const expected = (await framesOf(path)).filter(({ timestamp }) => select(timestamp) === 'take');
      const found = await framesOf(path, selection);
      assert.deepEqual(indices(found), indices(expected));
      assert.deepEqual(times(found), times(expected));
      assert.deepEqual(found[0]?.image, expected[0]?.image);
    });
  }
});

test('of several video streams the default is read, or the one that is asked for', async () => {
  const [first, second] = [await makeClip(folder, 'one.mp4'), await makeClip(folder, 'two.mp4', { size: '96:80' })];
  const path = join(folder, 'several.mkv');
  await ffmpeg(
    '-i',
    first,
    '-i',
    second,
    '-map',
    '0',
    '-map',
    '1',
    '-c',
    'copy',
    '-disposition:v:1',
    'default',
    '-disposition:v:0',
    '0',
    path,
  );
  const usual = await nodeVideos.open(path, {});
  assert.deepEqual(usual.info.notes, [`"${path}" has 2 video streams; stream 1 is read`]);
  const width = async (stream?: number) => {
    const video = await nodeVideos.open(path, { stream });
    for await (const { image } of video.frames()) return image.width;
    return undefined;
  };
  assert.deepEqual([await width(), await width(0), await width(1)], [96, 192, 96]);
  await assert.rejects(
    nodeVideos.open(path, { stream: 2 }),
    failure('video', /^Cannot read stream 2 of the video ".*": it has 2 video streams$/),
  );
});

test('any file name is a file name', async () => {
  const path = await makeClip(folder, 'name.mp4', { frames: 2 });
  for (const name of ['-i.mp4', 'concat:a.mp4', '%03d.mp4', 'a b\'"$(x).mp4', 'ü [1].mp4', 'http:x.mp4']) {
    const named = join(folder, name);
    await rename(path, named);
    assert.equal((await framesOf(named)).length, 2, name);
    await rename(named, path);
  }
  const { framesFrom } = await inFolder(folder, 'name.mp4', '-y.mp4');
  assert.equal(framesFrom, 2);
});

/** Reads a video by its bare name, from within its folder. */
async function inFolder(where: string, from: string, name: string): Promise<{ readonly framesFrom: number }> {
  await rename(join(where, from), join(where, name));
  const module = new URL('../../../../src/platform/node/video/open-video.ts', import.meta.url).href;
  const script = `const { nodeVideos } = await import(${JSON.stringify(module)});
    console.log((await Array.fromAsync((await nodeVideos.open(${JSON.stringify(name)}, {})).frames())).length);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: where });
  return { framesFrom: Number(stdout) };
}

suite('what cannot be read is named', () => {
  test('no file, a folder, an empty file, no video', async () => {
    const text = join(folder, 'notes.txt');
    const empty = join(folder, 'empty.mp4');
    await writeFile(text, 'not a video, although it has some words in it\n'.repeat(50));
    await writeFile(empty, '');
    const rejects = (path: unknown, message: RegExp) =>
      assert.rejects(nodeVideos.open(path, {}), failure('video', message));
    await rejects(join(folder, 'nowhere.mp4'), /^Cannot read the video ".*nowhere\.mp4": there is no such file$/);
    await rejects(folder, /it is a folder; expected a file$/);
    await rejects(empty, /the file is empty$/);
    await rejects(text, /^Cannot read the video ".*notes\.txt": it is text; expected a video$/);
    await rejects(
      7,
      /^Cannot read a video: found a value of type number; expected a path or address, or \{ camera \}$/,
    );
    await rejects('', /found an empty or impossible path/);
  });

  test('audio only, also with the picture of its album', async () => {
    const tone = ['-f', 'lavfi', '-i', 'sine=duration=1'];
    const audio = join(folder, 'tone.m4a');
    await ffmpeg(...tone, audio);
    await assert.rejects(framesOf(audio), failure('video', /it has no video stream; found audio \(aac\)$/));
    const album = join(folder, 'album.mp3');
    await ffmpeg(
      ...tone,
      '-i',
      'assets/portraits/astronaut-face.png',
      '-map',
      '0',
      '-map',
      '1',
      '-c:v',
      'png',
      '-disposition:v',
      'attached_pic',
      album,
    );
    await assert.rejects(
      framesOf(album),
      failure('video', /it has no video stream; found audio \(mp3\), video \(png\)$/),
    );
  });

  for (const [name, more, encoder] of [
    ['front.mp4', ['-movflags', '+faststart'], h264],
    ['cut.webm', [], vp8],
  ] as const) {
    test(`cut short after half of it: ${name}; the frames before it are given`, async () => {
      const path = await makeClip(folder, name, { frames: 100, encoder: [...encoder, ...more] });
      await truncate(path, Math.floor((await stat(path)).size / 2));
      const video = await nodeVideos.open(path, {});
      let frames = 0;
      await assert.rejects(
        async () => {
          for await (const _ of video.frames()) frames++;
        },
        failure(
          'video',
          /^Cannot read the video ".*" to its end: it is damaged or cut short: the last frame is at \d\.\d\d s of 4\.\d\d s/,
        ),
      );
      assert.ok(frames > 10 && frames < 90, `${frames}`);
    });
  }

  test('cut short before its index', async () => {
    const path = await makeClip(folder, 'index.mp4', { frames: 50 });
    await truncate(path, 2000);
    await assert.rejects(framesOf(path), failure('video', /moov atom not found/));
  });

  test('damage in the middle loses no more than it must', async () => {
    const path = await makeClip(folder, 'damaged.mp4', { frames: 100, encoder: [...h264, '-g', '10'] });
    const file = await open(path, 'r+');
    await file.write(new Uint8Array(400).fill(0x5a), 0, 400, Math.floor((await file.stat()).size / 2));
    await file.close();
    const frames = await framesOf(path);
    assert.ok(frames.length > 80, `${frames.length}`);
    assert.equal(frames.at(-1)!.timestamp, 3.96);
  });

  test('no ffmpeg: the error says how to install it', async () => {
    const path = await makeClip(folder, 'here.mp4', { frames: 2 });
    process.env.FFPROBE = join(folder, 'ffprobe');
    try {
      await assert.rejects(nodeVideos.open(path, {}), (error: { code: string; message: string; hint: string }) => {
        assert.equal(error.code, 'host');
        assert.match(error.message, /^Cannot read videos: .*ffprobe is not installed, or not in the PATH$/);
        assert.match(error.hint, /^Install .*; or name the program in the environment variable FFPROBE$/);
        return true;
      });
    } finally {
      delete process.env.FFPROBE;
    }
  });
});

/** Ids of ffmpeg processes that read a file. */
async function readersOf(path: string): Promise<number> {
  const { stdout } = await promisify(execFile)('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"']);
  return stdout.split('\n').filter((line) => line === `file:${path}`).length;
}

suite('the decoder ends with its reader', () => {
  test('by a signal', async () => {
    const path = await makeClip(folder, 'long.mp4', { frames: 200, size: '320:320' });
    const controller = new AbortController();
    const video = await nodeVideos.open(path, { signal: controller.signal });
    let frames = 0;
    await assert.rejects(
      async () => {
        for await (const _ of video.frames()) if (++frames === 5) controller.abort();
      },
      failure('aborted', /^Stopped while reading a video$/),
    );
    assert.equal(frames, 5);
    assert.equal(await waitFor(() => readersOf(path), 0), 0);
    await assert.rejects(nodeVideos.open(path, { signal: controller.signal }), failure('aborted', /^Stopped/));
  });

  test('by leaving the loop', async () => {
    const path = join(folder, 'long.mp4');
    const video = await nodeVideos.open(path, {});
    for await (const { index } of video.frames()) if (index === 3) break;
    assert.equal(await waitFor(() => readersOf(path), 0), 0);
  });
});

async function waitFor(count: () => Promise<number>, wanted: number): Promise<number> {
  for (let turn = 0; turn < 50 && (await count()) !== wanted; turn++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return count();
}

test('memory does not grow with the number of frames, nor with a slow reader', async () => {
  const path = await makeClip(folder, 'endless.mp4', { frames: 700, rate: 250, size: '320:320' });
  const video = await nodeVideos.open(path, {});
  let [frames, early, late] = [0, 0, 0];
  for await (const _ of video.frames()) {
    frames++;
    if (frames % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 30));
    const bytes = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    if (frames <= 100) early = Math.max(early, bytes);
    else late = Math.max(late, bytes);
  }
  assert.equal(frames, 700);
  // 600 frames more would be 184 MB of pixels.
  assert.ok(late - early < 60e6, `${early} and ${late}`);
});

test('each version of ffmpeg has its options', () => {
  const recent = ['-fps_mode', 'passthrough', '-autoscale', '0'];
  assert.deepEqual(optionsOf('ffmpeg version 5.1.9-0+deb12u1 Copyright'), recent);
  assert.deepEqual(optionsOf('ffmpeg version n7.1 Copyright'), recent);
  assert.deepEqual(optionsOf('ffmpeg version N-117-gabc Copyright'), recent);
  assert.deepEqual(optionsOf('ffmpeg version 4.4.2-0ubuntu0.22.04.1'), ['-vsync', 'passthrough', '-autoscale', '0']);
  assert.deepEqual(optionsOf('ffmpeg version 4.2.7'), ['-vsync', 'passthrough']);
});
