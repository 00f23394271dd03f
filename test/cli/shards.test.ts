// Shards by processes of their own, as a cluster runs them.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type CommandOptions, mpafer } from '../support/command-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'mpafer-shards-'));
after(() => rm(folder, { recursive: true, force: true }));
const list = join(folder, 'list.txt');

/** Five batches of pictures, so that three shards have different numbers of them; some cannot be read. */
const pictures = 5 * 32 - 7;
const face = fileURLToPath(new URL('../../assets/portraits/astronaut-face.png', import.meta.url));
const names = Array.from({ length: pictures }, (_, at) => `${at % 5 === 3 ? `none-${at}.png` : face}\n`);
await writeFile(list, names.join(''));

const predict = (out: string, args: readonly string[] = [], options: CommandOptions = {}) =>
  mpafer(
    ['predict', '--faces', 'crop', '--list', list, '--out', join(folder, out), '--threads', '2', ...args],
    options,
  );

const succeeds = async (work: ReturnType<typeof mpafer>) => {
  const ended = await work;
  assert.equal(ended.code, 0, ended.stderr);
  return ended;
};

test('merged, shards are the bytes of one process, though one was killed and one made twice at once', async () => {
  const whole = succeeds(predict('whole.csv'));
  const killed = predict('parts.csv', ['--shard', '1/3'], {
    onStart(child) {
      // As soon as it keeps rows.
      const watch = setInterval(async () => {
        if (!(await readdir(folder)).includes('parts.csv.shard-1-of-3.partial')) return;
        clearInterval(watch);
        child.kill('SIGKILL');
      }, 5);
      child.on('exit', () => clearInterval(watch));
    },
  });
  await whole;
  assert.equal((await killed).code, null);
  const shards = ['1/3', '2/3', '2/3', '3/3'].map((shard) => succeeds(predict('parts.csv', ['--shard', shard])));
  const [, ...twice] = await Promise.all(shards);
  assert.match(twice.map(({ stderr }) => stderr).join(), /parts\.csv\.shard-2-of-3 is there already\n/);
  const { stderr } = await succeeds(mpafer(['merge', join(folder, 'parts.csv')]));
  assert.match(stderr, /Merged 3 shards into [^\n]+: 123 faces in 153 pictures; 30 could not be read\n/);
  assert.deepEqual(await readFile(join(folder, 'parts.csv')), await readFile(join(folder, 'whole.csv')));
  assert.deepEqual(
    (await readdir(folder)).filter((name) => /partial|lock|tmp/.test(name)),
    [],
  );
});
