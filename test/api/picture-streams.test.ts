// Streams as pictures in Node: one of bytes is one picture, one of pictures is a list.
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { type ExpressionRecogniser, openRecogniser, type Picture, type Recognition } from '../../src/api/node.ts';
import { refuses } from '../data/refuses.ts';
import { temporaryFolder } from '../platform/node/temporary-folder.ts';
import { drawnFaces, pngOf } from './made-pictures.ts';

let recogniser: ExpressionRecogniser<Picture>;
let png: Buffer<ArrayBuffer>;
let expected: Recognition;

before(async () => {
  recogniser = await openRecogniser(undefined, { threads: 1, faces: 'crop' });
  png = await pngOf((await drawnFaces(1))[0]!);
  expected = await recogniser.recognise(png);
  assert.equal(expected.status, 'ok');
});
after(() => recogniser.close());

const reasonOf = async (picture: unknown): Promise<string> => {
  const result = await recogniser.recognise(picture as Picture);
  assert.equal(result.status, 'unreadable');
  return 'reason' in result ? result.reason : '';
};

/** In pieces, as networks deliver. */
const pieces = () => [png.subarray(0, 100), png.subarray(100, 101), png.subarray(101)];

test('a stream of bytes is one picture, whichever kind of stream it is', async () => {
  const streams: Readonly<Record<string, () => Picture>> = {
    'of Node': () => Readable.from(pieces(), { objectMode: false }),
    'of the web': () => ReadableStream.from(pieces()),
    'of a Blob': () => new Blob([png]).stream(),
    'the body of an answer': () => new Response(png).body!,
    'an instance of sharp': () => sharp(png).png(),
  };
  for (const [kind, stream] of Object.entries(streams)) {
    assert.deepEqual(await recogniser.recognise(stream()), expected, kind);
  }
});

test('a file that is streamed keeps its path as the source', async (t) => {
  const path = join(await temporaryFolder(t), 'face.png');
  await writeFile(path, png);
  assert.deepEqual(await recogniser.recognise(createReadStream(path)), { ...expected, source: path });
  assert.match(await reasonOf(createReadStream(`${path}.gone`)), /^Cannot read ".*gone": ENOENT/);
});

test('a server recognises the request that it was sent', async (t) => {
  const server = createServer(async (request, response) =>
    response.end(JSON.stringify(await recogniser.recognise(request))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: png });
  assert.deepEqual(await answer.json(), expected);
});

test('a stream in object mode is a list, and a list may contain streams', async (t) => {
  const path = join(await temporaryFolder(t), 'face.png');
  await writeFile(path, await readFile(new URL('../../assets/portraits/astronaut-face.png', import.meta.url)));
  const paths = Readable.from([path, path])[Symbol.asyncIterator]();
  const objects: AsyncIterable<Picture> = Readable.from([path, path]);
  for (const list of [objects, paths, [createReadStream(path), ReadableStream.from([await readFile(path)])]]) {
    const statuses: string[] = [];
    for await (const { status } of recogniser.recognise(list)) statuses.push(status);
    assert.deepEqual(statuses, ['ok', 'ok']);
  }
});

test('a stream that is none of a picture, broken or used is a row that says so', async () => {
  assert.match(
    await reasonOf(ReadableStream.from(['a.png', 'b.png'])),
    /^Cannot read "stream": text came out of it; expected the bytes of one image file\. Give stream\[Symbol/,
  );
  assert.match(await reasonOf(ReadableStream.from([{ width: 1 }])), /"stream": Object came out of it/);
  const used = Readable.from(pieces(), { objectMode: false });
  await recogniser.recognise(used);
  assert.equal(await reasonOf(used), 'Cannot read "stream": it has no bytes; a stream can be read only once');
  const locked = ReadableStream.from(pieces());
  locked.getReader();
  assert.match(await reasonOf(locked), /^Cannot read "stream": .*locked/);
  const broken = new PassThrough();
  broken.write(png.subarray(0, 100));
  setImmediate(() => broken.destroy(new Error('the cable was pulled')));
  assert.equal(await reasonOf(broken), 'Cannot read "stream": the cable was pulled');
});

test('a signal ends a stream from which nothing comes', async () => {
  const silent = new PassThrough();
  let cancelled = false;
  const web = new ReadableStream<Uint8Array>({
    cancel() {
      cancelled = true;
    },
  });
  for (const stream of [silent, web]) {
    const stop = new AbortController();
    setImmediate(() => stop.abort());
    const recognised = recogniser.recognise(stream, { signal: stop.signal });
    await refuses(recognised, 'aborted', /^Stopped while reading "stream"$/);
  }
  assert.deepEqual([silent.destroyed, cancelled], [true, true]);
});
