// Files of five other writers, value for value. tools/parquet-golden.py makes them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readColumn } from '../../src/parquet/column.ts';
import { readFooter } from '../../src/parquet/footer.ts';
import { nodeDecompressors } from '../../src/platform/node/files/decompressors.ts';

const folder = join(import.meta.dirname, '../golden/parquet');
const expected = JSON.parse(readFileSync(join(folder, 'columns.json'), 'utf8')) as Record<string, readonly unknown[]>;
const names = readdirSync(folder).filter((name) => name.endsWith('.parquet') && !name.startsWith('refused'));

const shown = (value: unknown, isBytes: boolean): unknown => {
  if (value instanceof Uint8Array)
    return isBytes ? Buffer.from(value).toString('hex') : new TextDecoder().decode(value);
  return typeof value === 'bigint' ? Number(value) : value;
};

for (const name of names) {
  test(`${name} holds what was written`, async () => {
    const file = new Uint8Array(readFileSync(join(folder, name)));
    const { columns, groups } = readFooter(file);
    // One of the writers has no groups of columns.
    const written = Object.keys(expected).filter((path) => name !== 'fastparquet.parquet' || !path.startsWith('image'));
    assert.deepEqual(
      columns.map(({ path }) => path.join('.')),
      written,
    );
    for (const column of columns) {
      const path = column.path.join('.');
      const chunks = groups.map(({ rows, chunks: all }) => {
        const chunk = all.find((each) => each.column === column)!;
        assert.equal(chunk.values, rows);
        return chunk;
      });
      const values: unknown[] = [];
      for (const chunk of chunks) values.push(...(await readColumn(file, chunk, nodeDecompressors)));
      const own = values.map((value) => shown(value, path === 'image.bytes'));
      const single = (value: unknown) => (path === 'single' ? Math.fround(value as number) : value);
      assert.deepEqual(own, expected[path]!.map(single), path);
    }
  });
}

test('there are files of several groups, of both kinds of pages, of runs and of dictionaries', () => {
  assert.ok(names.length >= 7);
  const groups = readFooter(new Uint8Array(readFileSync(join(folder, 'pyarrow-groups.parquet')))).groups;
  assert.deepEqual(
    groups.map(({ rows }) => rows),
    [25, 25, 10],
  );
});

test('a damaged file is refused or read, whichever of its bytes is wrong', async () => {
  const whole = new Uint8Array(readFileSync(join(folder, 'duckdb.parquet')));
  let [read, refused] = [0, 0];
  for (let at = 0; at < whole.length; at++) {
    // A bit, and the values at which lengths and signs change.
    for (const value of [whole[at]! ^ 1, 0x80, 0xff]) {
      const file = whole.with(at, value);
      try {
        for (const { chunks } of readFooter(file).groups) {
          for (const chunk of chunks) await readColumn(file, { ...chunk, values: Math.min(chunk.values, file.length) });
        }
        read++;
      } catch (error) {
        // What the language throws of itself was not foreseen.
        assert.ok(error instanceof Error && error.constructor === Error, String((error as Error).stack));
        refused++;
      }
    }
  }
  assert.ok(read > 1000 && refused > 1000, `${read} read, ${refused} refused`);
});
