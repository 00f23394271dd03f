// `mpafer predict --run zero-shot`: classes of one's own by name and description, without training.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { program } from '../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'mpafer-predict-'));
after(() => rmSync(folder, { recursive: true }));

const face = join(folder, 'face.png');
await sharp({ create: { width: 48, height: 48, channels: 3, background: '#888888' } }).toFile(face);
const descriptions = join(folder, 'mine.json');
writeFileSync(
  descriptions,
  JSON.stringify({ wink: 'one eye closed, the other open', yawn: ['mouth wide open', 'eyes closed'] }),
);

const mpafer = (...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program(), 'predict', '--faces', 'crop', ...args], (error, stdout, stderr) =>
      resolve({ code: (error?.code as number | undefined) ?? 0, stdout, stderr }),
    );
  });

test('chooses among the eight expressions by default', async () => {
  const { code, stdout } = await mpafer('--run', 'zero-shot', '--json', face);
  assert.equal(code, 0);
  const [row] = JSON.parse(stdout);
  assert.equal(Object.keys(row.faces[0].probabilities).length, 8);
  const sum = Object.values(row.faces[0].probabilities as Record<string, number>).reduce(
    (total, value) => total + value,
    0,
  );
  assert.ok(Math.abs(sum - 1) < 1e-6);
});

test('chooses among custom classes', async () => {
  const { code, stdout } = await mpafer(
    '--run',
    'zero-shot',
    '--classes',
    'wink,yawn',
    '--descriptions',
    descriptions,
    '--json',
    face,
  );
  assert.equal(code, 0);
  assert.deepEqual(Object.keys(JSON.parse(stdout)[0].faces[0].probabilities), ['wink', 'yawn']);
});

test('a class without a description is refused, and the message names the option that takes one', async () => {
  const { code, stderr } = await mpafer('--run', 'zero-shot', '--classes', 'wink,yawn', face);
  assert.equal(code, 1);
  assert.match(stderr, /Cannot describe class "wink"/);
  assert.match(stderr, /--descriptions FILE/);
});

test('a trained run has its own classes', async () => {
  const { code, stderr } = await mpafer('--run', 'runs/mine', '--classes', 'wink', face);
  assert.equal(code, 2);
  assert.match(stderr, /a trained run has its own/);
});

test('takes all classes to be equally frequent under --prior even, which a trained run refuses', async () => {
  const odds = async (...args: readonly string[]): Promise<number> => {
    const { stdout } = await mpafer('--run', 'zero-shot', '--json', ...args, face);
    const { neutral, disgust } = JSON.parse(stdout)[0].faces[0].probabilities;
    return disgust / neutral;
  };
  const clip = new URL('../../assets/face-clip/config.json', import.meta.url);
  const { class_shares: shares } = JSON.parse(readFileSync(clip, 'utf8'));
  const times = (await odds('--prior', 'even')) / (await odds());
  assert.ok(Math.abs(times / (shares.neutral / shares.disgust) - 1) < 1e-3, `${times} times as likely`);
  const { code, stderr } = await mpafer('--run', 'ferplus', '--prior', 'even', face);
  assert.deepEqual([code, /Cannot choose the prior of "ferplus": a trained run has its own/.test(stderr)], [2, true]);
});

test('computes in int8 under --precision int8: other numbers, close to those of float32', async () => {
  const probabilities = async (...args: readonly string[]): Promise<number[]> => {
    const { stdout } = await mpafer('--run', 'zero-shot', '--json', ...args, face);
    return Object.values(JSON.parse(stdout)[0].faces[0].probabilities);
  };
  const [exact, whole] = [await probabilities(), await probabilities('--precision', 'int8')];
  const off = Math.max(...exact.map((value, index) => Math.abs(value - whole[index]!)));
  assert.ok(off > 0 && off < 0.1, `off by ${off}`);
});

test('refuses an unknown precision', async () => {
  const { code, stderr } = await mpafer('--run', 'zero-shot', '--precision', 'int4', face);
  assert.equal(code, 2);
  assert.match(stderr, /int4.*float32, int8/);
});
