// Deno runs what another installer put into node_modules: a script and the command line recognise a face.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { environment, type Installed, installPackage, packPackage } from '../installed.ts';
import { project } from './project.ts';

const tools = mkdtempSync(join(tmpdir(), 'mpafer-deno-'));
const deno = join(tools, 'node_modules/.bin/deno');
let installed: Installed;

before(() => {
  for (const given of [['install', '--no-audit', '--no-fund', 'deno@2'], ['rebuild']])
    execFileSync('npm', [...given, '--prefix', tools, '--silent'], { env: environment(), stdio: 'ignore' });
  installed = installPackage(packPackage(tools), ['--ignore-scripts']);
});
after(() => {
  installed?.remove();
  rmSync(tools, { recursive: true, force: true });
});

test('Deno recognises a face by a script and by the command line, and finds nothing wrong', () => {
  const user = project(installed.folder);
  const cli = [deno, 'run', '-A', 'node_modules/mpafer/bin/mpafer.js'];
  const recognised = user.run([deno, 'run', '-A', 'recognise.mjs']);
  assert.equal(recognised.stdout.trim(), 'ok happiness', recognised.stderr);
  assert.match(user.run([...cli, 'predict', 'face.png']).stdout, /happiness/);
  assert.doesNotMatch(user.run([...cli, 'doctor']).stdout, /^failed/m);
});
