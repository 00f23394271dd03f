import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockFolder } from '../../../../src/platform/node/files/run-lock.ts';
import { refuses } from '../../../data/refuses.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('one writer at a time: the second is refused, after the first has gone it is not', async (t) => {
  const folder = await temporaryFolder(t);
  const unlock = await lockFolder(folder);
  assert.deepEqual(await readdir(folder), [`.lock.${process.pid}`]);
  const message = new RegExp(`^Cannot write into "[^"]+": process ${process.pid} is writing there$`);
  const error = await refuses(lockFolder(folder), 'run', message);
  assert.match(error.hint!, new RegExp(`^If no such process is at work, remove "[^"]+\\.lock\\.${process.pid}"$`));
  assert.deepEqual(await readdir(folder), [`.lock.${process.pid}`], 'the refused one takes nothing away');
  await unlock();
  await (await lockFolder(folder))();
  assert.deepEqual(await readdir(folder), []);
});

test('a live process keeps its lock', async (t) => {
  const folder = await temporaryFolder(t);
  const other = `.lock.${process.ppid}`;
  await writeFile(join(folder, other), 'held');
  await refuses(lockFolder(folder), 'run', new RegExp(`process ${process.ppid} is writing there`));
  assert.deepEqual(await readdir(folder), [other]);
});

test('the lock of a dead process is removed', async (t) => {
  const folder = await temporaryFolder(t);
  const dead = spawnSync(process.execPath, ['--version']).pid;
  await writeFile(join(folder, `.lock.${dead}`), 'held');
  const unlock = await lockFolder(folder);
  assert.deepEqual(await readdir(folder), [`.lock.${process.pid}`]);
  await unlock();
});

test('a lock with the number of this very process that it does not hold is a dead one: containers number alike', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, `.lock.${process.pid}`), 'held');
  await (await lockFolder(folder))();
  assert.deepEqual(await readdir(folder), []);
});

test("a folder that is not there is the disk's failure", async (t) => {
  const folder = join(await temporaryFolder(t), 'gone');
  await refuses(lockFolder(folder), 'disk', /^Cannot write "[^"]+gone[^"]+": its folder does not exist$/);
  await refuses(lockFolder(folder), 'disk', /its folder does not exist$/);
});

test('of many processes that come at once, exactly one gets it', async (t) => {
  const folder = await temporaryFolder(t);
  const url = new URL('../../../../src/platform/node/files/run-lock.ts', import.meta.url).href;
  const script = `const { lockFolder } = await import(${JSON.stringify(url)});
    console.log('ready');
    process.stdin.once('data', () =>
      lockFolder(process.argv[1]).then(() => console.log('mine'), (error) => console.log(error.code)));`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script, folder], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  t.after(() => children.map((child) => child.kill('SIGKILL')));
  await Promise.all(children.map(nextLine));
  const said = children.map(nextLine);
  for (const child of children) child.stdin.write('go');
  assert.deepEqual((await Promise.all(said)).sort(), ['mine', 'run', 'run', 'run', 'run', 'run']);
  assert.equal((await readdir(folder)).length, 1);
});

async function nextLine(child: ChildProcess): Promise<string> {
  const [text] = await once(child.stdout!.setEncoding('utf8'), 'data');
  return String(text).trim();
}
