// A file is written whole or not at all, and failures leave nothing behind.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promises as files } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { requireWritable, writeFile, writeFiles } from '../../../../src/platform/node/files/write-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('writes bytes and text, replaces existing content, and leaves no other file', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a.bin');
  await writeFile(path, 'a first, longer text');
  await writeFile(path, Uint8Array.of(1, 2, 3));
  assert.deepEqual([...(await files.readFile(path))], [1, 2, 3]);
  await writeFile(path, 'é');
  assert.equal(await files.readFile(path, 'utf8'), 'é');
  assert.deepEqual(await files.readdir(folder), ['a.bin']);
});

test('with many writers to one file, one of them wins completely', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a');
  await Promise.all(Array.from({ length: 20 }, (_, writer) => writeFile(path, String(writer).repeat(5000))));
  const content = await files.readFile(path, 'utf8');
  assert.match(content, /^(\d+?)\1*$/);
  assert.ok(content.length === 5000 || content.length === 10000);
  assert.deepEqual(await files.readdir(folder), ['a']);
});

test('flushes the content before the rename and the folder after it', async (t) => {
  const folder = await temporaryFolder(t);
  const order: string[] = [];
  const { open, rename } = files;
  t.mock.method(files, 'open', async (...args: Parameters<typeof open>) => {
    const handle = await open(...args);
    const sync = handle.sync.bind(handle);
    t.mock.method(handle, 'sync', () => {
      order.push(args[0] === folder ? 'flush folder' : 'flush file');
      return sync();
    });
    return handle;
  });
  t.mock.method(files, 'rename', (...args: Parameters<typeof rename>) => {
    order.push('rename');
    return rename(...args);
  });
  await writeFile(join(folder, 'a'), 'text');
  assert.deepEqual(
    order,
    process.platform === 'win32' ? ['flush file', 'rename'] : ['flush file', 'rename', 'flush folder'],
  );
});

const refuses = (path: string, reason: string) =>
  assert.rejects(writeFile(path, 'new'), {
    name: 'MpaferError',
    code: 'disk',
    message: `Cannot write "${path}": ${reason}`,
  });

test('refuses a folder that is missing, is a file, or has the name of the file', async (t) => {
  const folder = await temporaryFolder(t);
  await files.writeFile(join(folder, 'file'), 'old');
  await files.mkdir(join(folder, 'folder'));
  await refuses(join(folder, 'absent', 'a'), 'its folder does not exist');
  await refuses(join(folder, 'file', 'a'), 'its folder is a file');
  await refuses(join(folder, 'folder'), 'a folder of that name exists');
  assert.deepEqual((await files.readdir(folder)).sort(), ['file', 'folder']);
});

test('reports a full or unwritable disk, and keeps the old content', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a');
  await writeFile(path, 'old');
  const { open } = files;
  for (const [code, reason] of [
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'your disk quota is used up'],
    ['EACCES', 'permission was denied'],
    ['EROFS', 'the disk is read-only'],
    ['EIO', 'broken in some other way'],
  ] as const) {
    const mock = t.mock.method(files, 'open', async (...args: Parameters<typeof open>) => {
      const handle = await open(...args);
      // Half of it is written before the disk refuses.
      t.mock.method(handle, 'writeFile', async () => {
        await handle.write('ne');
        throw Object.assign(new Error('broken in some other way'), { code });
      });
      return handle;
    });
    await refuses(path, reason);
    mock.mock.restore();
    assert.equal(await files.readFile(path, 'utf8'), 'old');
    assert.deepEqual(await files.readdir(folder), ['a']);
  }
});

test('files that belong together stay as they were when the disk has room for some of them only', async (t) => {
  const folder = await temporaryFolder(t);
  const [first, second] = [join(folder, 'a'), join(folder, 'b')];
  await writeFiles({ [first]: 'old a', [second]: 'old b' });
  const { open } = files;
  const mock = t.mock.method(files, 'open', async (...args: Parameters<typeof open>) => {
    if (String(args[0]).includes('.b.')) throw Object.assign(new Error(), { code: 'ENOSPC' });
    return open(...args);
  });
  await assert.rejects(writeFiles({ [first]: 'new a', [second]: 'new b' }), {
    code: 'disk',
    message: `Cannot write "${second}": the disk is full`,
  });
  mock.mock.restore();
  assert.deepEqual([await files.readFile(first, 'utf8'), await files.readFile(second, 'utf8')], ['old a', 'old b']);
  assert.deepEqual((await files.readdir(folder)).sort(), ['a', 'b']);
});

test('whether a place can be written to is tried, and leaves nothing', async (t) => {
  const folder = await temporaryFolder(t);
  await requireWritable(join(folder, 'a'));
  assert.deepEqual(await files.readdir(folder), []);
  await assert.rejects(requireWritable(join(folder, 'absent', 'a')), {
    code: 'disk',
    message: /folder does not exist$/,
  });
});

test('leaves the old or the new content when the process is killed at any moment', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a');
  const length = 300_000;
  await writeFile(path, '0'.repeat(length));
  const module = new URL('../../../../src/platform/node/files/write-file.ts', import.meta.url).href;
  const code = `const { writeFile } = await import(${JSON.stringify(module)});
    for (let round = 0; ; round++) { await writeFile(${JSON.stringify(path)}, String(round % 10).repeat(${length})); if (round === 1) console.log('going'); }`;
  for (let delay = 0; delay < 6; delay++) {
    const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout!, 'data');
    await wait(delay * 3);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const content = await files.readFile(path, 'utf8');
    assert.equal(content.length, length);
    assert.equal(content, content[0]!.repeat(length));
  }
});
