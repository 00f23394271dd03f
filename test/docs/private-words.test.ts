// The project speaks of itself alone: no file names a place of the machine it was written on, or a registry.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repositoryFiles, root } from './repository-files.ts';

// Composed, so that this file does not hold what it looks for.
const folders = ['work', 'opt'];
const hosts = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['npm', 'pkg', 'github', 'com'],
  ['deb', 'debian', 'org'],
  ['pypi', 'org'],
  ['pythonhosted', 'org'],
].map((parts) => parts.join('.'));

/** A folder of the machine as a path begins with it, not a share of some longer path. */
const place = new RegExp(`(?<![\\w.@*)}\\]'~-])/(${folders.join('|')})/`);

/** What a text must not hold, or undefined. */
const found = (text: string): string | undefined => place.exec(text)?.[0] ?? hosts.find((host) => text.includes(host));

test('finds a place and a host, and leaves other paths alone', () => {
  assert.equal(found(`cd /${folders[0]}/main`), `/${folders[0]}/`);
  assert.equal(found(`"file:///${folders[1]}/venv"`), `/${folders[1]}/`);
  assert.equal(found(`https://${hosts[0]}/mpafer`), hosts[0]);
  assert.equal(found('src/work/a.ts and ../opt/b'), undefined);
});

test('no file names a place of a machine or a registry', () => {
  const bad = repositoryFiles.flatMap((file) => {
    const bytes = readFileSync(join(root, file));
    // Pictures and weights are no text.
    if (bytes.subarray(0, 8000).includes(0)) return [];
    const word = found(bytes.toString('utf8'));
    return word === undefined ? [] : [`${file}: ${word}`];
  });
  assert.deepEqual(bad, []);
});
