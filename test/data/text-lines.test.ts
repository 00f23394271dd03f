import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTextLines } from '../../src/data/text-lines.ts';
import { memoryHost } from './memory-host.ts';
import { refuses } from './refuses.ts';

const read = (content: Uint8Array | string) => readTextLines(memoryHost([['a.txt', content]]), 'a.txt');

test('splits at blanks and tabs, and keeps the numbers of lines', async () => {
  assert.deepEqual(await read('a 1\r\n\n  b\t2  3\n'), [
    { line: 1, fields: ['a', '1'] },
    { line: 3, fields: ['b', '2', '3'] },
  ]);
  assert.deepEqual(await read(''), []);
});

test('skips a byte order mark and refuses what is not UTF-8', async () => {
  assert.deepEqual((await read(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)))[0]!.fields, ['a']);
  await refuses(read(Uint8Array.of(0x61, 0xff)), 'data', /"a.txt": it is not text in UTF-8/);
});
