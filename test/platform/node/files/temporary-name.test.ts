// Unfinished files: whose they are, and when they are left over.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';
import { ownIdentity } from '../../../../src/platform/node/files/process-identity.ts';
import { isAbandoned, isTemporary, temporaryName } from '../../../../src/platform/node/files/temporary-name.ts';

const day = 86_400_000;

test('is beside the file, hidden, and never the same twice', () => {
  const names = Array.from({ length: 100 }, () => temporaryName('/runs/a/best.safetensors'));
  assert.equal(new Set(names).size, 100);
  for (const name of names) {
    assert.equal(dirname(name), '/runs/a');
    assert.ok(isTemporary(basename(name)), name);
  }
});

test('files of other makers are not temporary', () => {
  for (const name of [
    'notes.tmp',
    '.mine.tmp',
    '.report.html.123-0.tmp',
    '.lock.1-0123abcd',
    'a.0123abcd-1-2-0123abcd.tmp',
  ])
    assert.ok(!isTemporary(name) && !isAbandoned(name, 10 * day), name);
});

test('is abandoned when its process has ended, and not while it runs', () => {
  const name = basename(temporaryName('a'));
  const owned = `-${process.pid}-${ownIdentity().start}-`;
  assert.ok(name.includes(owned), name);
  assert.ok(!isAbandoned(name, 10 * day));
  const ended = spawnSync(process.execPath, ['--version']).pid;
  assert.ok(isAbandoned(name.replace(owned, `-${ended}-1-`), 0));
  assert.ok(isAbandoned(name.replace(owned, `-${process.pid}-1-`), 0), 'the number was given again');
});

test('of another machine is abandoned after a day only', () => {
  const name = basename(temporaryName('a')).replace(/[0-9a-f]{8}-/, '00000000-');
  assert.ok(!isAbandoned(name, day / 2));
  assert.ok(isAbandoned(name, 2 * day));
});
