// Locks: one holder at a time, whatever the others are: processes here, zombies, containers, other machines.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { lockFolder, withLock } from '../../../../src/platform/node/files/lock.ts';
import { processStat } from '../../../../src/platform/node/files/process-identity.ts';
import { refuses } from '../../../data/refuses.ts';
import { placeLock } from '../../../support/lock-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { full, openingFiles, replaceFiles } from './failing-files.ts';

const script = fileURLToPath(new URL('./hold-lock.ts', import.meta.url));

/** Starts a command, by default one that takes the lock of a folder when it is written to; killed after the test. */
function start(t: TestContext, command: readonly string[]): ChildProcess {
  const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

async function nextLine(child: ChildProcess): Promise<string> {
  const [text] = await once(child.stdout!.setEncoding('utf8'), 'data');
  return String(text).trim();
}

/** What a child that is ready says when it is asked to take the lock. */
function take(child: ChildProcess): Promise<string> {
  const said = nextLine(child);
  child.stdin!.write('go');
  return said;
}

/** A number that no system gives to a process. */
const nobody = 2 ** 30;

suite('a locked folder', { concurrency: 4 }, () => {
  test('refuses a second writer until the first has finished', async (t) => {
    const folder = await temporaryFolder(t);
    const lock = await lockFolder(folder);
    const [file] = await readdir(folder);
    assert.match(file!, new RegExp(`^\\.lock\\.${process.pid}-[0-9a-f]{8}$`));
    const message = new RegExp(`^Cannot write into "[^"]+": process ${process.pid} is writing there$`);
    const error = await refuses(lockFolder(folder), 'run', message);
    assert.equal(error.hint, `If it is not at work, remove "${join(folder, file!)}"`);
    assert.deepEqual(await readdir(folder), [file], 'the refused one takes nothing away');
    await lock.check();
    await lock.release();
    await (await lockFolder(folder)).release();
    assert.deepEqual(await readdir(folder), []);
  });

  test('stays locked while its process lives', async (t) => {
    const folder = await temporaryFolder(t);
    const file = await placeLock(folder, { pid: process.ppid });
    await refuses(lockFolder(folder), 'run', new RegExp(`process ${process.ppid} is writing there`));
    assert.deepEqual(await readdir(folder), [file.slice(folder.length + 1)]);
  });

  test('is free when its process has ended', async (t) => {
    const folder = await temporaryFolder(t);
    const { pid } = spawnSync(process.execPath, ['--version']);
    await placeLock(folder, { pid });
    await (await lockFolder(folder)).release();
    assert.deepEqual(await readdir(folder), []);
  });

  test('is free when its process number belongs to a later process by now', async (t) => {
    const folder = await temporaryFolder(t);
    await placeLock(folder, { pid: process.pid, start: '1' });
    await placeLock(folder, { pid: process.ppid, start: '1' });
    await (await lockFolder(folder)).release();
    assert.deepEqual(await readdir(folder), []);
  });

  test('is free when its process was killed and its parent never looks: a zombie', async (t) => {
    const folder = await temporaryFolder(t);
    // The shell becomes a program that knows of no child, so nobody waits for the one that is killed.
    const parent = start(t, [
      'sh',
      '-c',
      'exec 3<&0; "$0" "$1" "$2" <&3 & exec sleep 600',
      process.execPath,
      script,
      folder,
    ]);
    assert.equal(await nextLine(parent), 'ready');
    assert.equal(await take(parent), 'mine');
    const [name] = await readdir(folder);
    const pid = Number(/\.(\d+)-/.exec(name!)![1]);
    process.kill(pid, 'SIGKILL');
    while (processStat(pid)?.state !== 'Z') await wait(5);
    assert.equal(process.kill(pid, 0), true, 'the number is still taken');
    await (await lockFolder(folder)).release();
    assert.equal(processStat(pid)?.state, 'Z');
  });

  test('goes to exactly one of many simultaneous processes', async (t) => {
    const folder = await temporaryFolder(t);
    const children = Array.from({ length: 6 }, () => start(t, [process.execPath, script, folder]));
    assert.deepEqual(await Promise.all(children.map(nextLine)), Array(6).fill('ready'));
    const said = await Promise.all(children.map(take));
    assert.equal(said.filter((line) => line === 'mine').length, 1, said.join('\n'));
    assert.equal(said.filter((line) => /^run: .* is writing there$/.test(line)).length, 5, said.join('\n'));
    assert.equal((await readdir(folder)).length, 1);
  });

  test('that does not exist is reported as a disk error', async (t) => {
    const folder = join(await temporaryFolder(t), 'gone');
    await refuses(lockFolder(folder), 'disk', /^Cannot write "[^"]+gone[^"]+": its folder does not exist$/);
    await refuses(lockFolder(folder), 'disk', /its folder does not exist$/);
  });

  test('reports to its holder if another process has taken it over', async (t) => {
    const folder = await temporaryFolder(t);
    const lock = await lockFolder(folder);
    for (const name of await readdir(folder)) await rm(join(folder, name));
    await refuses(lock.check(), 'run', /^Cannot write into "[^"]+": another process took it over$/);
    await lock.release();
  });
});

/** Two processes with number 1 in two PID namespaces of one machine, as two containers on one folder are. */
const containers: Readonly<Record<string, (folder: string, container: number) => readonly string[]>> = {
  'as they are told they were': (folder, container) => [
    process.execPath,
    script,
    folder,
    '1',
    `pid:[402653${container}]`,
  ],
  ...(spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0 && {
    'made by unshare': (folder) => [
      'unshare',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      process.execPath,
      script,
      folder,
    ],
  }),
};

suite('a lock of another container', { concurrency: 4 }, () => {
  for (const [how, command] of Object.entries(containers)) {
    test(`is honoured while its holder refreshes it: ${how}`, async (t) => {
      const folder = await temporaryFolder(t);
      const children = [1, 2].map((container) => start(t, command(folder, container)));
      assert.deepEqual(await Promise.all(children.map(nextLine)), ['ready', 'ready']);
      assert.equal(await take(children[0]!), 'mine');
      assert.match(await readFile(join(folder, (await readdir(folder))[0]!), 'utf8'), /"pid":1,/);
      assert.match(await take(children[1]!), /^run: .*: process 1 of .* is writing there$/);
      assert.equal((await readdir(folder)).length, 1);
    });
  }
});

suite('a lock of another machine', () => {
  const elsewhere = { host: 'elsewhere', boot: 'another', pid: process.pid };

  test('is taken over after a silent minute, whatever its clock says, and not before', async (t) => {
    const folder = await temporaryFolder(t);
    let now = 1000;
    t.mock.method(performance, 'now', () => now);
    for (const hours of [-1, 0, 1]) {
      const file = await placeLock(folder, elsewhere);
      const written = new Date(Date.now() + hours * 3_600_000);
      await utimes(file, written, written);
      const said: string[] = [];
      let mine = false;
      const taking = lockFolder(folder, (line) => said.push(line)).then((lock) => {
        mine = true;
        return lock;
      });
      await wait(250);
      now += 59_000;
      await wait(250);
      assert.ok(!mine, `${hours} hours`);
      for (; !mine; await wait(20)) now += 500;
      await (await taking).release();
      assert.deepEqual(said, [
        `"${folder}" is locked by process ${process.pid} of elsewhere; waiting up to a minute for it to refresh its lock`,
      ]);
      assert.deepEqual(await readdir(folder), []);
    }
  });

  test('refuses as soon as the lock is refreshed', async (t) => {
    const folder = await temporaryFolder(t);
    const file = await placeLock(folder, elsewhere);
    const taking = lockFolder(folder);
    taking.catch(() => {});
    await wait(250);
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    const error = await refuses(taking, 'run', /: process \d+ of elsewhere is writing there$/);
    assert.equal(error.hint, 'Wait for it, or choose another folder');
    assert.equal((await readdir(folder)).length, 1);
  });

  test('is honoured where the machine has the same name but was started anew, or is a copy', async (t) => {
    const folder = await temporaryFolder(t);
    const file = await placeLock(folder, { boot: 'another', pid: nobody });
    let told = 0;
    const taking = lockFolder(folder, () => told++);
    taking.catch(() => {});
    while (told === 0) await wait(20);
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    await refuses(taking, 'run', /is writing there$/);
  });

  test('that is being written, and has no owner as yet, is honoured too', async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, '.lock.12-0123abcd');
    await writeFile(file, '');
    const taking = lockFolder(folder);
    taking.catch(() => {});
    await wait(100);
    await placeLock(folder, { pid: process.ppid });
    await refuses(taking, 'run', new RegExp(`process ${process.ppid} is writing there$`));
  });
});

suite('a lock that is waited for', () => {
  test('runs one process at a time, and reports to the others that they are waiting', async (t) => {
    const folder = await temporaryFolder(t);
    const place = join(folder, 'deep', 'lock');
    let [inside, waits, ended] = [0, 0, 0];
    const work = () =>
      withLock(
        place,
        async () => {
          inside++;
          await wait(250);
          assert.equal(inside, 1);
          inside--;
          ended++;
        },
        { waiting: () => waits++ },
      );
    await Promise.all([work(), work(), work()]);
    assert.deepEqual([ended, waits], [3, 2]);
    assert.deepEqual(await readdir(join(folder, 'deep')), []);
  });

  test('is released when the work fails', async (t) => {
    const place = join(await temporaryFolder(t), 'lock');
    const failing = withLock(place, async () => {
      throw new Error('no');
    });
    await assert.rejects(failing, { message: 'no' });
    assert.equal(await withLock(place, async () => 'yes'), 'yes');
  });

  test('is waited for until the wait is stopped', async (t) => {
    const folder = await temporaryFolder(t);
    const place = join(folder, 'lock');
    await placeLock(folder, { pid: process.ppid }, 'lock');
    const stop = new Error('stopped');
    const pause = () => Promise.reject(stop);
    await assert.rejects(
      withLock(place, async () => {}, { pause }),
      stop,
    );
    assert.equal((await readdir(folder)).length, 1);
  });

  test('does not mix with locks of other names in its folder', async (t) => {
    const folder = await temporaryFolder(t);
    await placeLock(folder, { pid: process.ppid }, 'lock.other');
    await placeLock(folder, { pid: process.ppid }, 'lo');
    await writeFile(join(folder, 'lock.1'), '');
    assert.equal(await withLock(join(folder, 'lock'), async () => 'free'), 'free');
    assert.equal((await readdir(folder)).length, 3);
  });

  test('is not left without an owner by a full disk', async (t) => {
    const folder = await temporaryFolder(t);
    const place = join(folder, 'lock');
    const open = openingFiles(
      (path) => path.startsWith(place),
      (handle) => {
        handle.writeFile = async () => {
          throw full();
        };
      },
    );
    const restore = replaceFiles(t, { open });
    await refuses(
      withLock(place, async () => {}),
      'disk',
      /lock\.[^"]+": the disk is full$/,
    );
    restore();
    assert.deepEqual(await readdir(folder), []);
    assert.equal(await withLock(place, async () => 'with space'), 'with space');
  });

  test('of a process that has ended, where nothing can be removed, is reported and not tried for ever', async (t) => {
    const folder = await temporaryFolder(t);
    await placeLock(folder, { pid: nobody }, 'lock');
    const restore = replaceFiles(t, {
      rm: async () => {
        throw full('EROFS');
      },
    });
    await refuses(
      withLock(join(folder, 'lock'), async () => {}),
      'disk',
      /": the disk is read-only$/,
    );
    restore();
  });

  test('cannot be where a file is in the way', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'folder'));
    const taking = withLock(join(folder, 'file', 'lock'), async () => {});
    await refuses(taking, 'disk', /file": a file of that name exists$/);
  });
});
