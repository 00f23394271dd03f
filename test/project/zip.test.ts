import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from '../../src/core/crc32.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { projectInZip, projectZipPieces } from '../../src/project/project-zip.ts';
import { bytesInMemory } from '../../src/project/zip/byte-source.ts';
import { type Gunzip, openZip } from '../../src/project/zip/read-zip.ts';
import { zipPieces } from '../../src/project/zip/write-zip.ts';
import { refuses } from '../data/refuses.ts';
import { type Member, zipOf } from './zip-of.ts';

const gunzip: Gunzip = async (packed, length) => gunzipSync(packed, { maxOutputLength: length });
const bytes = (text: string) => new TextEncoder().encode(text);
const open = (zip: Uint8Array) => openZip(bytesInMemory(zip), 'my.zip', gunzip);

async function packed(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const inputs = Object.entries(files).map(([path, content]) => ({ path, read: async () => content }));
  for await (const piece of zipPieces(inputs, 'my.zip')) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('what is packed is read back, and packing twice gives the same bytes', async () => {
  const files = { 'project.json': bytes('{}'), 'faces/\u00e9.png': Uint8Array.of(1, 2, 3), empty: new Uint8Array() };
  const zip = await open(await packed(files));
  assert.deepEqual(
    zip.entries.map(({ path, size }) => [path, size]),
    [
      ['project.json', 2],
      ['faces/\u00e9.png', 3],
      ['empty', 0],
    ],
  );
  for (const [path, content] of Object.entries(files)) assert.deepEqual([...(await zip.read(path))], [...content]);
  assert.deepEqual(await packed(files), await packed(files));
  await refuses(zip.read('other'), 'data', /holds no file "other"/);
});

test('one file at a time is read while an archive is written', async () => {
  let [open, most] = [0, 0];
  const inputs = Array.from({ length: 50 }, (_, index) => ({
    path: `faces/${index}.png`,
    async read() {
      most = Math.max(most, ++open);
      await new Promise<void>((done) => setImmediate(done));
      open--;
      return new Uint8Array(1000);
    },
  }));
  let longest = 0;
  for await (const piece of zipPieces(inputs, 'my.zip')) longest = Math.max(longest, piece.length);
  assert.deepEqual([most, longest], [1, 1000]);
});

test('reads what other archivers write: compressed files, folders, a comment, clutter of macOS', async () => {
  const content = bytes('a'.repeat(1000));
  const zip = zipOf(
    [
      { path: 'my/' },
      { path: 'my/project.json', content, deflate: true },
      { path: '__MACOSX/my/._project.json', content },
      { path: 'my/.DS_Store', content },
    ],
    'a comment',
  );
  const found = await open(zip);
  assert.deepEqual(
    found.entries.map(({ path }) => path),
    ['my/project.json'],
  );
  assert.deepEqual([...(await found.read('my/project.json'))], [...content]);
  const project = await projectInZip(bytesInMemory(zip), 'my.zip', gunzip);
  assert.deepEqual(await project.files(), [{ path: 'project.json', size: 1000 }]);
  await refuses(
    openZip(bytesInMemory(zip), 'my.zip').then((without) => without.read('my/project.json')),
    'data',
    /is compressed/,
  );
});

test('refuses names that leave the archive', async () => {
  for (const path of [
    '../a',
    'a/../../b',
    '/etc/passwd',
    'C:/a',
    'a\\b',
    'a//b',
    './a',
    'a\0b',
    'a/.. /b',
    'a\nb',
    '',
  ]) {
    await refuses(
      open(zipOf([{ path, content: bytes('x') }])),
      'data',
      /names a file .*; expected one inside the project/,
    );
  }
});

test('refuses links, passwords, other compressions, and names that are one on some systems', async () => {
  const refusedAs = (members: readonly Member[], message: RegExp) => refuses(open(zipOf(members)), 'data', message);
  const content = bytes('x');
  await refusedAs([{ path: 'a', content, mode: 0o120777 }], /"a" is a link/);
  await refusedAs([{ path: 'a', content, flags: 1 }], /"a" is encrypted/);
  await refusedAs([{ path: 'a', content, method: 12 }], /compressed by method 12/);
  await refusedAs(
    [
      { path: 'a', content },
      { path: 'A', content },
    ],
    /holds "A" twice/,
  );
  await refusedAs([{ path: 'a', content, size: 2 }], /declares two sizes/);
  await refusedAs([{ path: 'a', content, deflate: true, size: 2 ** 31 }], /has 2147483648 bytes; expected at most/);
});

test('a bomb and a damaged file are refused when they are read', async () => {
  const bomb = zipOf([{ path: 'a', content: new Uint8Array(1e6), deflate: true, size: 1000 }]);
  await refuses((await open(bomb)).read('a'), 'data', /"a" is damaged/);
  const damaged = zipOf([{ path: 'a', content: bytes('hello'), crc: 1 }]);
  await refuses((await open(damaged)).read('a'), 'data', /its checksum differs/);
  const elsewhere = zipOf([{ path: 'a', content: bytes('hello'), header: 3 }]);
  await refuses((await open(elsewhere)).read('a'), 'data', /is not where its table of contents says/);
});

test('what is no zip, or a piece of one, ends in a named error', async () => {
  const zip = await packed({ 'project.json': bytes('{}'), 'faces/a.png': new Uint8Array(100) });
  await refuses(open(new Uint8Array()), 'data', /it is no zip/);
  await refuses(open(bytes('PK\u0003\u0004 and so on')), 'data', /it is no zip/);
  for (let length = 1; length < zip.length; length += 7) {
    await refuses(open(zip.subarray(0, length)), 'data', /it is no zip|damaged/);
  }
});

test('no damage of any byte ends in anything but a success or a named error', async () => {
  const zip = zipOf([
    { path: 'project.json', content: bytes('{"format":"mpafer-project"}'), deflate: true },
    { path: 'faces/a.png', content: new Uint8Array(50) },
  ]);
  await fc.assert(
    fc.asyncProperty(fc.nat(zip.length - 1), fc.nat(255), async (at, value) => {
      const hurt = Uint8Array.from(zip);
      hurt[at] = value;
      try {
        const found = await open(hurt);
        for (const { path } of found.entries) await found.read(path);
      } catch (error) {
        assert.ok(error instanceof MpaferError, String(error));
      }
    }),
    { numRuns: 600 },
  );
});

test('a zip without a project, or with two, is refused', async () => {
  const inside = async (files: Readonly<Record<string, Uint8Array>>) =>
    projectInZip(bytesInMemory(await packed(files)), 'my.zip', gunzip);
  await refuses(inside({ a: bytes('x') }), 'data', /holds no project.json/);
  await refuses(
    inside({ 'a/project.json': bytes('x'), 'b/project.json': bytes('x') }),
    'data',
    /holds several projects/,
  );
});

test('a project is packed in a fixed order, and without what is left out', async () => {
  const held = ['runs/b', 'faces/b.png', 'faces.csv', 'faces/a.png', 'project.json'];
  const source = {
    files: async () => held.map((path) => ({ path, size: 1 })),
    read: async (path: string) => bytes(path),
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of projectZipPieces(source, 'my.zip', (path) => path === 'faces/a.png')) pieces.push(piece);
  assert.deepEqual(
    (await open(Buffer.concat(pieces))).entries.map(({ path }) => path),
    ['project.json', 'faces.csv', 'faces/b.png', 'runs/b'],
  );
});

test('the fixture writes what it is told', () => {
  const content = bytes('abc');
  const zip = zipOf([{ path: 'a', content, deflate: true }]);
  const view = new DataView(zip.buffer, zip.byteOffset);
  assert.equal(view.getUint32(14, true), crc32(content));
  assert.deepEqual([...zip.subarray(31, 31 + deflateRawSync(content).length)], [...deflateRawSync(content)]);
});
