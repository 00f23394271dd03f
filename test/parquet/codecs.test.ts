import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type Decompressors, readableCodecs, unpackPage } from '../../src/parquet/codecs.ts';
import { browserDecompressors } from '../../src/platform/browser/files/decompressors.ts';
import { nodeDecompressors } from '../../src/platform/node/files/decompressors.ts';

const page = new TextEncoder().encode('a face '.repeat(100));
const gzip = new Uint8Array(gzipSync(page));
const zstd = new Uint8Array(zstdCompressSync(page));

test('Node unpacks gzip and ZSTD, a browser gzip', async () => {
  assert.deepEqual(new Uint8Array(await unpackPage(gzip, page.length, 'GZIP', nodeDecompressors)), page);
  assert.deepEqual(new Uint8Array(await unpackPage(zstd, page.length, 'ZSTD', nodeDecompressors)), page);
  assert.deepEqual(new Uint8Array(await unpackPage(gzip, page.length, 'GZIP', browserDecompressors)), page);
  assert.deepEqual(readableCodecs(browserDecompressors), ['UNCOMPRESSED', 'SNAPPY', 'GZIP']);
  await assert.rejects(unpackPage(zstd, page.length, 'ZSTD', browserDecompressors), /compressed with ZSTD$/);
});

test('a page that unpacks to another length than it declares is refused', async () => {
  for (const [codec, packed, hosts] of [
    ['GZIP', gzip, [nodeDecompressors, browserDecompressors]],
    ['ZSTD', zstd, [nodeDecompressors]],
  ] as const) {
    for (const host of hosts as readonly Decompressors[]) {
      await assert.rejects(
        unpackPage(packed, page.length - 1, codec, host),
        /^Error: a page (cannot be unpacked|unpacks to)/,
      );
      await assert.rejects(
        unpackPage(packed, page.length + 1, codec, host),
        /^Error: a page unpacks to 700 bytes but declares 701$/,
      );
      await assert.rejects(unpackPage(packed.subarray(0, 20), page.length, codec, host), /^Error: a page/);
    }
  }
});

test('a few bytes that declare a huge page are refused before they are unpacked', async () => {
  const never: Decompressors = { GZIP: () => assert.fail('it was unpacked') };
  await assert.rejects(unpackPage(gzip, 2 ** 30, 'GZIP', never), /^Error: a page of \d+ bytes declares 1073741824$/);
});
