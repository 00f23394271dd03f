import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { MpaferError } from '../../../../../src/core/errors.ts';
import type { SquareView } from '../../../../../src/image/square.ts';
import { encodePng } from '../../../../../src/platform/node/images/encode-image.ts';
import { type ImageWorkers, imageWorkers } from '../../../../../src/platform/node/images/workers/image-workers.ts';
import { readHere } from '../../../../../src/platform/node/images/workers/read-request.ts';
import { noiseImage } from '../../../../data/made-images.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const view: SquareView = { size: 24, edge: 26, resize: 'shortest', filter: 'bicubic' };

async function pictures(t: TestContext): Promise<string[]> {
  const folder = await temporaryFolder(t);
  return Promise.all(
    Array.from({ length: 9 }, async (_, index) => {
      const path = join(folder, `${index}.png`);
      await writeFile(path, await encodePng(noiseImage(40 + index, 50 - index, index)));
      return path;
    }),
  );
}

async function using<T>(count: number, use: (workers: ImageWorkers) => Promise<T>): Promise<T> {
  const workers = imageWorkers(count);
  try {
    return await use(workers);
  } finally {
    await workers.close();
  }
}

test('any number of threads reads the same images as the calling thread', async (t) => {
  const paths = await pictures(t);
  const wanted = await Promise.all(paths.map((path) => readHere({ path, view })));
  for (const count of [1, 3]) {
    const found = await using(count, (workers) => Promise.all(paths.map((path) => workers.read({ path, view }))));
    assert.deepEqual(
      found.map(({ data }) => Buffer.from(data)),
      wanted.map(({ data }) => Buffer.from(data)),
    );
    assert.deepEqual(found[0]!.view, view);
  }
});

test('reads whole images, from files and from bytes that are part of a larger file', async (t) => {
  const [path] = await pictures(t);
  const bytes = await readFile(path!);
  const archive = Buffer.concat([Buffer.alloc(100), bytes, Buffer.alloc(100)]);
  await using(1, async (workers) => {
    const request = { bytes: archive.subarray(100, 100 + bytes.length), name: 'a part' };
    const [whole, part] = await Promise.all([workers.read({ path: path! }), workers.read(request)]);
    assert.deepEqual([whole.width, whole.height, whole.view], [40, 50, undefined]);
    assert.deepEqual(Buffer.from(part.data), Buffer.from(noiseImage(40, 50, 0).data));
    assert.equal(archive.length, 200 + bytes.length);
  });
});

test('a file that cannot be read is the same error as on the calling thread, and stops nothing', async (t) => {
  const [path] = await pictures(t);
  await using(2, async (workers) => {
    const outcomes = await Promise.allSettled([
      workers.read({ path: `${path}.missing` }),
      workers.read({ bytes: new TextEncoder().encode('not an image'), name: 'a note' }),
      workers.read({ path: path! }),
    ]);
    const failures = outcomes.slice(0, 2).map((outcome) => (outcome as PromiseRejectedResult).reason as MpaferError);
    assert.ok(failures.every((failure) => failure instanceof MpaferError));
    assert.deepEqual(
      failures.map(({ code }) => code),
      ['data', 'image'],
    );
    assert.match(failures[0]!.message, /there is no such file/);
    assert.match(failures[1]!.message, /Cannot decode "a note"/);
    assert.equal(outcomes[2]!.status, 'fulfilled');
  });
});

test('closing fails what is waiting, and reading afterwards', async (t) => {
  const [path] = await pictures(t);
  const workers = imageWorkers(1);
  const waiting = Array.from({ length: 5 }, () => workers.read({ path: path! }));
  const outcomes = Promise.allSettled(waiting);
  await workers.close();
  assert.ok((await outcomes).some(({ status }) => status === 'rejected'));
  assert.throws(() => workers.read({ path: path! }), /threads were closed/);
});
