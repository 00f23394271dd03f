// Whether a process still runs, by what the system says of it.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  machineMark,
  ownIdentity,
  type ProcessIdentity,
  processStat,
  standingOf,
} from '../../../../src/platform/node/files/process-identity.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Fields 3 to 52 of /proc/PID/stat. */
const fields = (state: string, start: string) =>
  `${state} ${Array.from({ length: 49 }, (_, index) => (index === 18 ? start : index + 4)).join(' ')}`;

async function procWith(t: TestContext, pid: number, text: string): Promise<string> {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, String(pid)));
  await writeFile(join(folder, String(pid), 'stat'), text);
  return folder;
}

const here: ProcessIdentity = { host: 'a', boot: 'b', namespace: 'pid:[1]', pid: 1, start: '5' };

/** A process that can be signalled, so that the system's own word counts. */
const live = { ...here, pid: process.pid, start: '77' };

test('state and start are read behind the last parenthesis, whatever the program is called', async (t) => {
  for (const name of ['node', 'a b', '(x) S 1', ') Z 9 (']) {
    const proc = await procWith(t, 7, `7 (${name}) ${fields('S', '4711')}\n`);
    assert.deepEqual(processStat(7, proc), { state: 'S', start: '4711' }, name);
  }
});

test('a process that the system does not describe, or only in part, has no state', async (t) => {
  assert.equal(processStat(8, await procWith(t, 7, '')), undefined);
  assert.equal(processStat(7, await procWith(t, 7, '')), undefined);
  assert.equal(processStat(7, await procWith(t, 7, '7 (node) S 1 2')), undefined);
});

test('running, sleeping and stopped processes run; zombies and dead ones have ended', async (t) => {
  for (const [state, standing] of [
    ['R', 'running'],
    ['S', 'running'],
    ['D', 'running'],
    ['T', 'running'],
    ['Z', 'ended'],
    ['X', 'ended'],
  ] as const) {
    const proc = await procWith(t, process.pid, `1 (node) ${fields(state, '77')}`);
    assert.equal(standingOf(live, here, proc), standing, state);
  }
});

test('a number that was given to a later process is of one that has ended', async (t) => {
  const proc = await procWith(t, process.pid, `1 (node) ${fields('S', '78')}`);
  assert.equal(standingOf(live, here, proc), 'ended');
  assert.equal(standingOf({ ...live, start: undefined }, here, proc), 'running', 'an unknown start proves nothing');
});

test('where the system describes no processes their number decides', async (t) => {
  const proc = await temporaryFolder(t);
  assert.equal(standingOf(live, here, proc), 'running');
  assert.equal(standingOf({ ...live, pid: 2 ** 30 }, here, proc), 'ended');
});

test('nothing is said of processes of another host, boot or PID namespace', () => {
  for (const other of [{ host: 'x' }, { boot: 'x' }, { namespace: 'x' }, { boot: undefined }]) {
    assert.equal(standingOf({ ...live, pid: 2 ** 30, ...other }, here), 'elsewhere');
    assert.notEqual(machineMark({ ...here, ...other }), machineMark(here));
  }
});

test('this process runs, and says when it started', () => {
  assert.equal(ownIdentity().pid, process.pid);
  assert.equal(standingOf(ownIdentity()), 'running');
  assert.equal(ownIdentity().start, processStat(process.pid)?.start);
});
