// `mpafer describe review`: the table, warnings of twins and of classes left out, and everything as JSON.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { expressions } from '../../src/data/expressions.ts';
import { mpafer } from '../support/command-line.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const root = await mkdtemp(join(tmpdir(), 'mpafer-review-'));
after(() => rm(root, { recursive: true, force: true }));
const clip = await writeTinyModel(join(root, 'clip'));
const descriptions = {
  smirk: ['eyebrows lowered and pinched together', 'the lips are pressed tight'],
  Smirk: ['eyebrows lowered and pinched together', 'the lips are pressed tight'],
  bordom: 'eyelids drooping, gaze lowered',
};
const file = join(root, 'mine.json');
await writeFile(file, JSON.stringify(descriptions));

const review = (...args: readonly string[]) => mpafer(['describe', 'review', ...args, '--clip', clip]);

suite('mpafer describe review', { concurrency: 2 }, () => {
  test('shows a row per class, the similarity by names alone, and the length of prompts', async () => {
    const { code, stdout, stderr } = await review(file);
    assert.equal(code, 0, stderr);
    const lines = stdout.split('\n');
    const row = lines.find((line) => line.startsWith('smirk '))!;
    assert.match(row, /^smirk +1\.000 +1\.000 +-?[01]\.\d{3}$/);
    assert.match(stdout, /Mean over pairs: -?[01]\.\d{3} with descriptions, -?[01]\.\d{3} by names alone/);
    assert.match(stdout, /^bordom +1 description +longest hard prompt \d+ of 77 tokens$/m);
    assert.doesNotMatch(stdout, /fear/);
  });

  test('warns about twins and shows their most similar sentences', async () => {
    const { stdout } = await review(file, '--twins', '0.9999');
    assert.match(
      stdout,
      /Warning smirk and Smirk are twins: cosine 1\.000 \(by names alone 1\.000\); their most similar descriptions are\n {2}"(.+)"\n {2}"\1"/,
    );
    assert.doesNotMatch((await review(file, '--twins', '1')).stdout, /bordom are twins/);
  });

  test('warns about classes without a description, and descriptions without a class', async () => {
    const { stdout } = await review(file, '--classes', 'smirk,boredom');
    assert.match(stdout, /Warning boredom is not described; did you mean it by "bordom"\?/);
    assert.match(stdout, /Warning "Smirk" is described, but is not one of the classes/);
    assert.doesNotMatch(stdout, /smirk is not described/);
  });

  test('prints the same as JSON', async () => {
    const { stdout } = await review(file, '--twins', '0.9999', '--json', '--classes', 'smirk,boredom');
    const found = JSON.parse(stdout);
    assert.deepEqual(found.classes, ['smirk', 'Smirk', 'bordom']);
    assert.equal(found.pairs.length, 3);
    assert.deepEqual(
      found.twins.map((pair: { classes: string[] }) => pair.classes),
      [['smirk', 'Smirk']],
    );
    assert.deepEqual(found.missing, [{ name: 'boredom', meant: 'bordom' }]);
    assert.deepEqual(found.unused, ['Smirk', 'bordom']);
    assert.equal(found.sentences.length, 5);
  });

  test('reviews the built-in set without a file', async () => {
    const { code, stdout, stderr } = await review('--json');
    assert.equal(code, 0, stderr);
    const found = JSON.parse(stdout);
    assert.deepEqual(found.classes, [...expressions]);
    assert.equal(found.pairs.length, 28);
    assert.equal(found.sentences.length, 40);
    assert.ok(found.sentences.every(({ tokens }: { tokens: number }) => tokens <= found.positions));
  });

  test('refuses a file that is missing, not JSON, of another structure, or empty', async () => {
    const write = async (name: string, text: string) => {
      await writeFile(join(root, name), text);
      return join(root, name);
    };
    for (const [path, message] of [
      [join(root, 'none.json'), /Cannot read ".*none\.json": there is no such file/],
      [await write('broken.json', '{"awe": '), /it is not JSON/],
      [await write('form.json', '{"awe": 3}'), /"awe" is 3; expected a description or a list of descriptions/],
      [await write('empty.json', '{}'), /it describes no class/],
    ] as const) {
      const { code, stderr } = await review(path);
      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.match(stderr, /\[descriptions\]/);
    }
  });
});
