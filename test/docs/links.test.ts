// What the documents point at is there: links, headings, and paths that stand in the text.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { anchorsOf, linksOf, pathsOf, tableRows } from './markdown.ts';
import { repositoryFiles, root, textOf } from './repository-files.ts';

const documents = repositoryFiles.filter((file) => file.endsWith('.md'));

const isThere = (path: string) => {
  const clean = normalize(path).replace(/\/$/, '');
  return repositoryFiles.some((file) => file === clean || file.startsWith(`${clean}/`));
};

test('finds links, headings and paths, and none in code', () => {
  const text =
    '# A b: `c`\n[x](a.md#b "t") ![y](b.png)\n```\n[no](no.md) `src/no.ts`\n```\n`[no](no.md)` `src/a/*.ts` `src`\n[r]: c.md';
  assert.deepEqual(linksOf(text), ['a.md#b', 'b.png', 'c.md']);
  assert.deepEqual(anchorsOf(text), ['a-b-c']);
  assert.deepEqual(pathsOf(text), ['src/a/*.ts']);
  assert.deepEqual(tableRows('| a | b |\n|---|---|\n| 1 | x \\| y |\n\n| c |\n|---|\n| 2 |', 'a'), [['1', 'x | y']]);
});

test('there are documents', () => {
  for (const needed of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/paper-map.md'])
    assert.ok(documents.includes(needed), needed);
});

for (const file of documents) {
  test(`${file}: links lead to files and headings that exist`, () => {
    for (const link of linksOf(textOf(file)).filter((target) => !/^(https?|mailto):/.test(target))) {
      const [path, anchor] = link.split('#') as [string, string | undefined];
      const target = path === '' ? file : join(dirname(file), path);
      assert.ok(isThere(target), `${file} links to ${link}, which does not exist`);
      if (anchor !== undefined)
        assert.ok(anchorsOf(textOf(normalize(target))).includes(anchor), `${file} links to ${link}: no such heading`);
    }
  });

  test(`${file}: paths in the text exist`, () => {
    for (const path of pathsOf(textOf(file))) {
      const there = /[*{]/.test(path) ? globSync(path, { cwd: root }).length > 0 : isThere(path);
      assert.ok(there, `${file} names ${path}, which does not exist`);
    }
  });
}
