// `mpafer predict` on videos: rows, files, timelines, a kill and its resumption, and what is refused.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { openParquet, readParquet } from '../../src/data/readers/own/parquet-table.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { ffmpeg, makeClip, variableRate } from '../support/clips.ts';
import { mpafer } from '../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'mpafer-predict-video-'));
after(() => rm(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const predict = (...args: readonly string[]) => mpafer(['predict', ...args]);

before(async () => {
  // Frames of 320 x 320 with the whole face, at a variable rate.
  await makeClip(folder, 'clip.mp4', { frames: 40, size: '320:320', filters: variableRate });
  await makeClip(folder, 'long.mp4', { frames: 60, size: '320:320' });
  await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', at('tone.m4a'));
});

test('lines for people, and a list of rows with --json', async () => {
  const lines = await predict(at('clip.mp4'), '--every', '5');
  assert.equal(lines.code, 0, lines.stderr);
  assert.match(
    lines.stdout,
    /^\S+clip\.mp4 {2}0:00\.000 {2}person 1 {2}happiness (over )?\d+ %, then \w+ (under )?\d+ %/,
  );
  const { stdout } = await predict(at('clip.mp4'), '--json', '--every', '0.5s', '--no-smooth', '--to', '1.4');
  const rows = JSON.parse(stdout);
  assert.deepEqual(
    rows.map(({ file, frame, timestamp, status }: Record<string, unknown>) => [file, frame, timestamp, status]),
    [
      [at('clip.mp4'), 0, 0, 'ok'],
      [at('clip.mp4'), 4, 0.64, 'ok'],
      [at('clip.mp4'), 7, 1.12, 'ok'],
    ],
  );
  assert.equal(rows[0].faces[0].id, 1);
  assert.equal(rows[0].faces[0].smoothed, undefined);
});

test('a table whose first columns are the field’s own, and a timeline', async () => {
  const ended = await predict(
    at('clip.mp4'),
    '--out',
    at('faces.csv'),
    '--timeline',
    at('faces.svg'),
    '--baseline',
    '0.5',
  );
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stderr, /Wrote \S+faces\.csv: 16 faces in 16 frames/);
  const table = await readFile(at('faces.csv'), 'utf8');
  assert.match(table, /^file,frame,timestamp,face_id,confidence,success,/);
  const rows: Record<string, string>[] = parse(table, { columns: true });
  assert.deepEqual(
    rows.map(({ frame }) => Number(frame)),
    Array.from({ length: 16 }, (_, frame) => frame),
  );
  assert.ok(rows.every(({ face_id, success }) => face_id === '1' && success === '1'));
  assert.equal(rows[0]!.relative_happiness, '');
  assert.notEqual(rows[15]!.relative_happiness, '');
  assert.match(await readFile(at('faces.svg'), 'utf8'), /^<svg .*Expressions in clip\.mp4.*Person 1/s);
});

test('a Parquet file has the columns and numbers of the table', async () => {
  for (const name of ['rows.csv', 'rows.parquet'])
    assert.equal((await predict(at('clip.mp4'), '--every', '3', '--out', at(name))).code, 0);
  const table: Record<string, string>[] = parse(await readFile(at('rows.csv'), 'utf8'), { columns: true });
  const source = await openParquet(nodeDataHost, '', at('rows.parquet'));
  const [, ...names] = Object.keys(table[0]!);
  const { rows } = await readParquet(nodeDataHost, source, 'file', names);
  assert.deepEqual(
    rows.map(({ path, cells }) => [path, ...cells.map((cell) => String(cell ?? ''))]),
    table.map((row) => Object.values(row)),
  );
});

test('videos are found in folders, by patterns and in lists', async () => {
  const [clips, deeper] = [at('clips'), at('clips/deeper')];
  await mkdir(deeper, { recursive: true });
  await copyFile(at('clip.mp4'), join(clips, 'a.mp4'));
  await copyFile(at('clip.mp4'), join(deeper, 'b.MP4'));
  await writeFile(join(clips, 'notes.txt'), 'no video');
  await writeFile(at('clips.txt'), `${join(clips, 'a.mp4')}\n${join(deeper, 'b.MP4')}\n`);
  const both = [join(clips, 'a.mp4'), join(deeper, 'b.MP4')];
  for (const inputs of [
    [clips],
    [join(clips, '**', '*.{mp4,MP4}')],
    [`@${at('clips.txt')}`],
    ['--list', at('clips.txt')],
  ]) {
    const { code, stdout, stderr } = await predict(...inputs, '--every', '20', '--json');
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      JSON.parse(stdout).map(({ file }: { file: string }) => file),
      both,
      inputs.join(' '),
    );
  }
});

test('videos among the pictures of a folder are skipped with a note, and named in a list of pictures', async () => {
  const mixed = at('mixed');
  await mkdir(mixed);
  await copyFile(at('clip.mp4'), join(mixed, 'clip.mp4'));
  await copyFile('assets/portraits/astronaut-face.png', join(mixed, 'face.png'));
  const folder = await predict(mixed, '--json');
  assert.equal(folder.code, 0, folder.stderr);
  assert.match(
    folder.stderr,
    /skipped 1 video among the pictures, such as \S+clip\.mp4: videos are recognised in a run of their own/,
  );
  assert.equal(JSON.parse(folder.stdout).length, 1);
  await writeFile(at('mixed.txt'), `${join(mixed, 'face.png')}\n${join(mixed, 'clip.mp4')}\n`);
  const [, row] = JSON.parse((await predict('--list', at('mixed.txt'), '--json')).stdout);
  assert.equal(row.status, 'unreadable');
  assert.match(row.reason, /clip\.mp4": it is a video; expected a picture/);
});

test('a job that was killed continues, and ends with the same bytes', async () => {
  const whole = await predict(at('long.mp4'), '--out', at('whole.jsonl'));
  assert.equal(whole.code, 0, whole.stderr);
  const { code, stderr } = await mpafer(['predict', at('long.mp4'), '--out', at('stopped.jsonl')], {
    onStart: (child) => {
      const timer = setInterval(async () => {
        const kept = await readFile(at('stopped.jsonl.partial'), 'utf8').catch(() => '');
        if (kept.split('\n').length > 5) child.kill('SIGKILL');
      }, 20);
      child.on('exit', () => clearInterval(timer));
    },
  });
  assert.equal(code, null, stderr);
  const again = await predict(at('long.mp4'), '--out', at('stopped.jsonl'));
  assert.equal(again.code, 0, again.stderr);
  assert.match(again.stderr, /Resuming after \d+ frames/);
  const bytes = await readFile(at('whole.jsonl'), 'utf8');
  assert.equal(bytes.trim().split('\n').length, 60);
  assert.equal(await readFile(at('stopped.jsonl'), 'utf8'), bytes);
});

test('a video that cannot be read is a row; alone, the exit code is 1', async () => {
  await writeFile(at('broken.mp4'), 'not a video, although it has some words in it\n'.repeat(50));
  const alone = await predict(at('broken.mp4'), '--json');
  assert.equal(alone.code, 1);
  const [row] = JSON.parse(alone.stdout);
  assert.deepEqual([row.status, row.code, row.faces], ['unreadable', 'video', []]);
  const both = await predict(at('broken.mp4'), at('clip.mp4'), '--every', '10');
  assert.equal(both.code, 0);
  assert.match(
    both.stdout,
    /broken\.mp4 {2}unreadable: Cannot read the video .*\n.*clip\.mp4 {2}0:00\.000 {2}person 1/,
  );
});

test('a part behind the end has no frames, and says so', async () => {
  const { code, stdout, stderr } = await predict(at('clip.mp4'), '--from', '1:00', '--json');
  assert.equal(code, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), []);
  assert.match(stderr, /clip\.mp4" has no frame in the part that was asked for/);
});

test('without ffmpeg the error says how to install it', async () => {
  const { code, stderr } = await mpafer(['predict', at('clip.mp4')], { env: { FFPROBE: at('nothing') } });
  assert.equal(code, 1);
  assert.match(stderr, /Cannot read videos: .*nothing is not installed, or not in the PATH/);
  assert.match(stderr, /Install/);
});

test('what makes no sense is refused', async () => {
  const refused = async (message: RegExp, ...args: readonly string[]) => {
    const { code, stderr } = await predict(...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  };
  await refused(/Cannot use --every without a video/, 'face.jpg', '--every', '5');
  await refused(/Cannot use --no-smooth without a video/, 'face.jpg', '--no-smooth');
  await refused(/Cannot recognise pictures and videos together/, 'face.jpg', at('clip.mp4'));
  await refused(/Cannot recognise a camera together with files/, at('clip.mp4'), '--camera');
  await refused(/Cannot use --annotate with videos/, at('clip.mp4'), '--annotate', at('drawn'));
  await refused(
    /Cannot use --every 0; expected a whole number of frames from 1, or seconds such as 0\.5s/,
    at('clip.mp4'),
    '--every',
    '0',
  );
  await refused(/Cannot use --from soon; expected seconds/, at('clip.mp4'), '--from', 'soon');
  await refused(/from 3 to 2 seconds; expected an end after the beginning/, at('clip.mp4'), '--from', '3', '--to', '2');
  await refused(
    /its name ends in ".xlsx"; expected \.jsonl, \.csv or \.parquet/,
    at('clip.mp4'),
    '--out',
    at('a.xlsx'),
  );
  await refused(
    /Cannot draw a timeline to ".*\.png"; expected a name that ends in \.svg or \.html/,
    at('clip.mp4'),
    '--timeline',
    at('faces.png'),
  );
  await refused(/Cannot draw one timeline of 2 videos/, at('clip.mp4'), at('long.mp4'), '--timeline', at('faces.svg'));
});

test('a camera that is not there is named', async () => {
  const { code, stdout } = await predict('--camera', '/dev/video-nowhere');
  assert.equal(code, 1);
  assert.match(stdout, /Cannot open the camera "\/dev\/video-nowhere": there is no such device/);
});
