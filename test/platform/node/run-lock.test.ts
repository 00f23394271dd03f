import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockFolder } from '../../../src/platform/node/run-lock.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from './temporary-folder.ts';

const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

test('one writer at a time: the second is refused, after the first has gone it is not', async (t) => {
  const folder = await temporaryFolder(t);
  const unlock = await lockFolder(folder);
  assert.equal(await readFile(join(folder, '.lock'), 'utf8'), String(process.pid));
  const message = new RegExp(`^Cannot write into "[^"]+": process ${process.pid} is writing there$`);
  const error = await refuses(lockFolder(folder), 'run', message);
  assert.match(error.hint!, /^If no such process is at work, remove "[^"]+\.lock"$/);
  await unlock();
  await (await lockFolder(folder))();
  assert.deepEqual(await readdir(folder), []);
});

test('a live process keeps its lock', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, '.lock'), String(process.ppid));
  await refuses(lockFolder(folder), 'run', new RegExp(`process ${process.ppid} is writing there`));
  assert.equal(await readFile(join(folder, '.lock'), 'utf8'), String(process.ppid));
});

test('the lock of a dead process is taken over', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, '.lock'), String(deadProcess()));
  const unlock = await lockFolder(folder);
  assert.deepEqual(await readdir(folder), ['.lock']);
  assert.equal(await readFile(join(folder, '.lock'), 'utf8'), String(process.pid));
  await unlock();
});

test('a lock with the number of this very process that it does not hold is a dead one: containers number alike', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, '.lock'), String(process.pid));
  await (await lockFolder(folder))();
});

test('a lock without a number is of a process that died as it was made', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, '.lock'), '');
  await (await lockFolder(folder))();
});

test('of many processes that find the lock of a dead one, exactly one gets it', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, '.lock'), String(deadProcess()));
  const url = new URL('../../../src/platform/node/run-lock.ts', import.meta.url).href;
  const script = `const { lockFolder } = await import(${JSON.stringify(url)});
    await lockFolder(process.argv[1]).then(() => console.log('mine'), (error) => console.log(error.code));
    setTimeout(() => {}, 60_000);`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  t.after(() => children.map((child) => child.kill('SIGKILL')));
  const said = await Promise.all(children.map(firstLine));
  assert.deepEqual(said.sort(), ['mine', 'run', 'run', 'run', 'run', 'run']);
  assert.deepEqual(await readdir(folder), ['.lock']);
});

async function firstLine(child: ChildProcess): Promise<string> {
  const [text] = await once(child.stdout!.setEncoding('utf8'), 'data');
  return String(text).trim();
}
