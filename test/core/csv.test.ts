import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columnsOf, csvRows } from '../../src/core/csv.ts';
import type { DataHost } from '../../src/data/host.ts';
import { readCsv } from '../../src/data/read-csv.ts';
import { refuses } from '../data/refuses.ts';

const fields = (text: string) => csvRows(text, 'a.csv').map((row) => row.fields);
const hostOf = (bytes: Uint8Array): DataHost => ({
  list: async () => [],
  read: async () => bytes,
  decode: () => assert.fail('nothing to decode'),
});

test('reads the line of a FERPlus label file', () => {
  assert.deepEqual(fields('fer0000000.png,"(0, 0, 48, 48)",4,0\n'), [['fer0000000.png', '(0, 0, 48, 48)', '4', '0']]);
});

test('takes CRLF, a missing last line end, blank lines and empty fields', () => {
  assert.deepEqual(csvRows('a,b\r\n\r\n,\r\nc,', 'a.csv'), [
    { line: 1, fields: ['a', 'b'] },
    { line: 3, fields: ['', ''] },
    { line: 4, fields: ['c', ''] },
  ]);
});

test('keeps line numbers behind a field of several lines', () => {
  assert.deepEqual(csvRows('"a\nb",1\nc,2\n', 'a.csv'), [
    { line: 1, fields: ['a\nb', '1'] },
    { line: 3, fields: ['c', '2'] },
  ]);
});

test('refuses a quote that is never closed, with the line it opens on', () => {
  assert.throws(
    () => csvRows('a,b\nc,"d\ne,f\n', 'a.csv'),
    /Cannot read "a.csv" line 2: a quote is opened and never closed/,
  );
});

test('refuses a quote inside a field', () => {
  assert.throws(() => csvRows('a,b"c"d\n', 'a.csv'), /line 1: there is a quote inside field 2/);
});

test('gives back any table that was written by the rules', () => {
  const cell = fc.string({ maxLength: 6, unit: fc.constantFrom('a', ',', '"', '\n', ' ', 'ü') });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(table, (rows) => {
      assert.deepEqual(fields(rows.map((row) => row.map(quote).join(',')).join('\r\n')), rows);
    }),
  );
});

test('never fails but by a named error', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40, unit: fc.constantFrom('"', ',', '\n', '\r', 'x') }), (text) => {
      try {
        csvRows(text, 'a.csv');
      } catch (error) {
        assert.equal((error as Error).name, 'MpaferError');
      }
    }),
  );
});

test('skips a byte order mark and refuses what is not UTF-8', async () => {
  const marked = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0x2c, 0x62);
  assert.deepEqual((await readCsv(hostOf(marked), 'a.csv'))[0]!.fields, ['a', 'b']);
  await refuses(readCsv(hostOf(Uint8Array.of(0x61, 0xff)), 'a.csv'), 'data', /"a.csv": it is not text in UTF-8/);
});

test('finds columns whatever their order, case and blanks', () => {
  const [header] = csvRows('Emotion, Usage, pixels\n', 'a.csv');
  assert.deepEqual(columnsOf(header, ['pixels', 'usage'], 'a.csv'), { pixels: 2, usage: 1 });
  assert.throws(() => columnsOf(header, ['split'], 'a.csv'), /no column "split", found emotion,usage,pixels/);
  assert.throws(() => columnsOf(undefined, ['split'], 'a.csv'), /found an empty file/);
});

test('takes a quoted field of millions of characters', () => {
  const long = 'a""'.repeat(3_000_000);
  assert.equal(fields(`x,"${long}"`)[0]![1]!.length, 6_000_000);
});

test('finds in one pass that a quote is never closed', { timeout: 60_000 }, () => {
  const text = `"${'a line of text that is quite ordinary\n'.repeat(200_000)}`;
  assert.throws(() => csvRows(text, 'a.csv'), /line 1: a quote is opened and never closed/);
});
