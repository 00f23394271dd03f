// recogniser.video in Node with the models that ship: two people cross and keep their ids; a cut begins with new ones.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openRecogniser, type VideoRecognition } from '../../src/api/node.ts';
import { ffmpeg, h264 } from '../support/clips.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mpafer-api-video-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('two people who cross keep their ids, and after a cut everyone is new', async () => {
  const path = join(folder, 'crossing.mp4');
  const portrait = 'assets/portraits/astronaut.png';
  // Two copies of the portrait on grey walk past each other, one behind the other, for two seconds; then one stands on other ground.
  const people = '[0]crop=200:220:130:20,split=3[a][b][c]';
  const crossing =
    "[1][a]overlay=x='20+16*n':y=10:shortest=1[d];[d][b]overlay=x='420-16*n':y=24,trim=end_frame=25,setpts=PTS-STARTPTS[e]";
  const alone = '[2][c]overlay=x=220:y=10:shortest=1,trim=end_frame=5,setpts=PTS-STARTPTS[f]';
  await ffmpeg(
    ...['-loop', '1', '-framerate', '12.5', '-t', '3', '-i', portrait],
    ...[
      '-f',
      'lavfi',
      '-t',
      '3',
      '-i',
      'color=gray:s=640x260:r=12.5',
      '-f',
      'lavfi',
      '-t',
      '3',
      '-i',
      'mandelbrot=s=640x260:r=12.5',
    ],
    ...['-filter_complex', `${people};${crossing};${alone};[e][f]concat=n=2,format=yuv420p`, ...h264, path],
  );
  await using recogniser = await openRecogniser(undefined, { threads: 1 });
  const results: VideoRecognition[] = [];
  for await (const result of recogniser.video(path)) results.push(result);
  assert.equal(results.length, 30);
  const middles = (id: number) =>
    results.flatMap(({ faces }) => faces.filter((face) => face.id === id).map(({ box }) => box.x + box.width / 2));
  const [first, second] = [middles(1), middles(2)];
  // A face of which only half is seen may count as someone else, for a moment.
  const others = results.slice(0, 25).flatMap(({ faces }) => faces.filter(({ id }) => id > 2));
  assert.ok(others.length <= 2, `${others.length}`);
  // Each goes on in its own direction, all the way.
  for (const path of [first, second]) {
    assert.ok(path.length >= 18, `${path.length}`);
    assert.ok(Math.abs(path.at(-1)! - path[0]!) > 350, `${path}`);
  }
  assert.ok((first.at(-1)! - first[0]!) * (second.at(-1)! - second[0]!) < 0);
  assert.deepEqual([results[24]!.shot, results[25]!.shot], [1, 2]);
  assert.ok(results[25]!.faces.every(({ id }) => id > 2) && results[25]!.faces.length === 1);
});
