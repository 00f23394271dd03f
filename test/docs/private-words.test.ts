// No file names a folder of a particular machine, or a package registry.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repositoryFiles, root } from './repository-files.ts';

// Composed, so that this file does not contain what it searches for.
const folders = ['work', 'opt'];
const hosts = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['npm', 'pkg', 'github', 'com'],
  ['deb', 'debian', 'org'],
  ['pypi', 'org'],
  ['pythonhosted', 'org'],
].map((parts) => parts.join('.'));

/** A machine folder at the start of a path, not in the middle of a longer one. */
const place = new RegExp(`(?<![\\w.@*)}\\]'~-])/(${folders.join('|')})/`);

/** A forbidden word in the text, or undefined. */
const found = (text: string): string | undefined => place.exec(text)?.[0] ?? hosts.find((host) => text.includes(host));

test('finds machine folders and registry hosts, and accepts other paths', () => {
  assert.equal(found(`cd /${folders[0]}/main`), `/${folders[0]}/`);
  assert.equal(found(`"file:///${folders[1]}/venv"`), `/${folders[1]}/`);
  assert.equal(found(`https://${hosts[0]}/mpafer`), hosts[0]);
  assert.equal(found('src/work/a.ts and ../opt/b'), undefined);
});

test('no file names a machine folder or a registry', () => {
  const bad = repositoryFiles.flatMap((file) => {
    const bytes = readFileSync(join(root, file));
    // Images and weights are not text.
    if (bytes.subarray(0, 8000).includes(0)) return [];
    const word = found(bytes.toString('utf8'));
    return word === undefined ? [] : [`${file}: ${word}`];
  });
  assert.deepEqual(bad, []);
});
