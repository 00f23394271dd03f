// The lock of downloads: one holder at a time, and never for ever.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { withLock } from '../../../../../src/platform/node/models/hub/download-lock.ts';
import { refuses } from '../../../../data/refuses.ts';
import { full, openingFiles, replaceFiles } from '../../files/failing-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** No process has this number: it is beyond what any system gives. */
const nobody = 2 ** 30;

test('one after the other runs, and is told that it waits', async (t) => {
  const file = join(await temporaryFolder(t), 'deep', 'lock');
  let [inside, waits] = [0, 0];
  const results = await Promise.all(
    [1, 2, 3].map((number) =>
      withLock(
        file,
        async () => {
          inside++;
          await wait(30);
          assert.equal(inside, 1);
          inside--;
          return number;
        },
        { waiting: () => waits++ },
      ),
    ),
  );
  assert.deepEqual(results, [1, 2, 3]);
  assert.equal(waits, 2);
  assert.ok(!existsSync(file));
});

test('is given back when the work fails', async (t) => {
  const file = join(await temporaryFolder(t), 'lock');
  await assert.rejects(
    withLock(file, async () => {
      throw new Error('no');
    }),
    { message: 'no' },
  );
  assert.equal(await withLock(file, async () => 'yes'), 'yes');
});

test('is taken over from a process of this machine that is gone', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'lock');
  await writeFile(file, `${hostname()} ${nobody} 0`);
  assert.equal(
    await withLock(file, async () => readFile(file, 'utf8')).then((owner) => owner.split(' ')[1]),
    `${process.pid}`,
  );
  assert.deepEqual(await readdir(folder), []);
});

test('is taken over from another machine when it has been silent for a minute of waiting, whatever its clock says', async (t) => {
  const file = join(await temporaryFolder(t), 'lock');
  let now = 1000;
  t.mock.method(performance, 'now', () => now);
  for (const hours of [-1, 0, 1]) {
    await writeFile(file, `elsewhere ${process.pid} 0`);
    const written = new Date(Date.now() + hours * 3_600_000);
    await utimes(file, written, written);
    let mine = false;
    const held = withLock(file, async () => {
      mine = true;
    });
    await wait(250);
    now += 59_000;
    await wait(250);
    assert.ok(!mine, `${hours} hours`);
    // A sign of life, and the minute begins anew.
    await utimes(file, written, new Date(Number(written) + 5000));
    await wait(250);
    now += 59_000;
    await wait(250);
    assert.ok(!mine, `${hours} hours`);
    for (; !mine; await wait(20)) now += 2000;
    await held;
  }
});

test('is not taken from a living process when the clock is set forward', async (t) => {
  const file = join(await temporaryFolder(t), 'lock');
  await writeFile(file, `${hostname()} ${process.pid} x`);
  const before = new Date(Date.now() - 3_600_000);
  await utimes(file, before, before);
  const controller = new AbortController();
  const waiting = withLock(file, async () => {}, { waiting: () => controller.abort(), signal: controller.signal });
  await assert.rejects(waiting, { code: 'aborted' });
  assert.ok(existsSync(file));
});

test('is not left without an owner by a full disk', async (t) => {
  const file = join(await temporaryFolder(t), 'lock');
  const isLock = (path: string) => path === file;
  const restore = replaceFiles(t, {
    open: openingFiles(isLock, (handle) => {
      handle.writeFile = async () => {
        throw full();
      };
    }),
  });
  await refuses(
    withLock(file, async () => {}),
    'disk',
    /lock": the disk is full$/,
  );
  assert.ok(!existsSync(file));
  restore();
  assert.equal(await withLock(file, async () => 'with space'), 'with space');
});

test('of a process that is gone, where nothing can be removed, is told and not tried for ever', async (t) => {
  const file = join(await temporaryFolder(t), 'lock');
  await writeFile(file, `${hostname()} ${nobody} 0`);
  replaceFiles(t, {
    rename: async () => {
      throw full('EROFS');
    },
  });
  await refuses(
    withLock(file, async () => {}),
    'disk',
    /lock": the disk is read-only$/,
  );
});

test('a lock that is being written is waited for', async (t) => {
  const file = join(await temporaryFolder(t), 'lock');
  await writeFile(file, '');
  const controller = new AbortController();
  const waiting = withLock(file, async () => {}, { waiting: () => controller.abort(), signal: controller.signal });
  await assert.rejects(waiting, { code: 'aborted' });
});

test('says where it cannot be written', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'folder'));
  await assert.rejects(
    withLock(join(folder, 'file', 'lock'), async () => {}),
    {
      code: 'disk',
      message: /file": there is a file of that name$/,
    },
  );
});
