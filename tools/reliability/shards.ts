// Eight shards of a prediction, of which three processes are killed and two run twice: merged, they must be the bytes of one process.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { random } from '../../src/core/random.ts';
import { type CommandOptions, mpafer } from '../../test/support/command-line.ts';

const face = fileURLToPath(new URL('../../assets/portraits/astronaut-face.png', import.meta.url));
const photo = fileURLToPath(new URL('../../assets/portraits/astronaut.jpg', import.meta.url));

/** `shards [PICTURES]`. @returns whether the merged file has the bytes of one process, in each format */
export async function shards([count = '600']: readonly string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-shards-'));
  try {
    const list = join(folder, 'list.txt');
    const kinds = [face, photo, 'missing.png', face, photo];
    writeFileSync(list, Array.from({ length: Number(count) }, (_, at) => `${kinds[at % kinds.length]}\n`).join(''));
    const predict = (out: string, args: readonly string[], options: CommandOptions = {}) =>
      mpafer(['predict', '--list', list, '--out', join(folder, out), '--threads', '1', '--quiet', ...args], options);
    const draws = random(1).split('kills');
    let passed = 0;
    const formats = ['csv', 'jsonl', 'parquet'];
    for (const format of formats) {
      const [whole, parts] = [`whole.${format}`, `parts.${format}`];
      const alone = predict(whole, []);
      const killed = await Promise.all(
        [2, 5, 7].map((index) => cutOff(folder, parts, index, draws.integer(8), predict)),
      );
      await alone;
      const order = [1, 2, 3, 4, 5, 6, 7, 8, 3, 6];
      const ends = await Promise.all(order.map((index) => predict(parts, ['--shard', `${index}/8`])));
      const failed = ends.filter(({ code }) => code !== 0);
      for (const { stderr } of failed) console.log(stderr);
      const merged = await mpafer(['merge', join(folder, parts)]);
      const same = readFileSync(join(folder, parts)).equals(readFileSync(join(folder, whole)));
      console.log(
        `${format}: ${killed.filter(Boolean).length} of 3 killed with rows kept, ${ends.length - failed.length} of ${ends.length} ended well, merged ${merged.code === 0 ? 'well' : merged.stderr}, ${same ? 'the bytes of one process' : 'OTHER BYTES'}`,
      );
      if (same && failed.length === 0 && merged.code === 0) passed++;
    }
    console.log(`${passed} passed, ${formats.length - passed} failed`);
    return passed === formats.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills a shard some rows after its first; whether it was killed before its end. */
async function cutOff(
  folder: string,
  out: string,
  index: number,
  rows: number,
  predict: (out: string, args: readonly string[], options: CommandOptions) => ReturnType<typeof mpafer>,
): Promise<boolean> {
  const kept = `${out}.shard-${index}-of-8.partial`;
  const { code } = await predict(out, ['--shard', `${index}/8`], {
    onStart(child) {
      const watch = setInterval(() => {
        if (!readdirSync(folder).includes(kept)) return;
        if (readFileSync(join(folder, kept), 'utf8').split('\n').length < 2 + rows) return;
        clearInterval(watch);
        child.kill('SIGKILL');
      }, 3);
      child.on('exit', () => clearInterval(watch));
    },
  });
  return code === null;
}
