import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCodes } from '../../src/core/errors.ts';
import { mpafer } from '../support/command-line.ts';

test('prints the page of an error code, whatever the working folder', async () => {
  const { code, stdout } = await mpafer(['errors', 'shape'], { cwd: '/' });
  assert.equal(code, 0);
  assert.match(stdout, /^# shape\n/);
  assert.match(stdout, /## What to do/);
});

test('lists the codes, and suggests one for a misspelt code', async () => {
  const all = await mpafer(['errors']);
  assert.deepEqual(all.stdout.trim().split('\n'), [...errorCodes]);
  const misspelt = await mpafer(['errors', 'dta']);
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.stderr, /Unknown error code "dta"\n {2}Did you mean "data"\?/);
});

test('names that page at the end of an error message', async () => {
  const { stderr } = await mpafer(['evaluate', '--run', 'nowhere', '--data', 'nothing:here']);
  assert.match(stderr, /\[\w+\] mpafer errors \w+\n$/);
});
