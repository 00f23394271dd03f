// Documents point at things that exist: links, headings and paths; and every page can be reached from docs/README.md.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { anchorsOf, filesNamedIn, linksOf, pathsOf, tableRows } from './markdown.ts';
import { repositoryFiles, root, textOf } from './repository-files.ts';

const documents = repositoryFiles.filter((file) => file.endsWith('.md'));

const exists = (path: string) => {
  const clean = normalize(path).replace(/\/$/, '');
  return repositoryFiles.some((file) => file === clean || file.startsWith(`${clean}/`));
};

test('the parsers find links, headings and paths, and skip code blocks', () => {
  const text =
    '# A b: `c`\n[x](a.md#b "t") ![y](b.png)\n```\n[no](no.md) `src/no.ts`\n```\n`[no](no.md)` `src/a/*.ts` `src`\n[r]: c.md';
  assert.deepEqual(linksOf(text), ['a.md#b', 'b.png', 'c.md']);
  assert.deepEqual(anchorsOf(text), ['a-b-c']);
  assert.deepEqual(pathsOf(text), ['src/a/*.ts']);
  assert.deepEqual(filesNamedIn('Run `node tools/a/b.ts DIR`, see src/a-b.ts and ../src/c.ts.'), [
    'tools/a/b.ts',
    'src/a-b.ts',
  ]);
  assert.deepEqual(tableRows('| a | b |\n|---|---|\n| 1 | x \\| y |\n\n| c |\n|---|\n| 2 |', 'a'), [['1', 'x | y']]);
});

test('the main documents exist', () => {
  for (const needed of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/README.md'])
    assert.ok(documents.includes(needed), needed);
});

/** Documents that `file` links to. */
const documentsLinkedFrom = (file: string): string[] =>
  linksOf(textOf(file))
    .filter((link) => !/^(https?|mailto):/.test(link))
    .map((link) => normalize(join(dirname(file), link.split('#')[0]!)))
    .filter((target) => documents.includes(target));

test('every page can be reached from docs/README.md', () => {
  const reached = new Set(['docs/README.md']);
  for (const file of reached) for (const target of documentsLinkedFrom(file)) reached.add(target);
  // Templates are read by the hosting site, not by people.
  const pages = documents.filter((file) => !file.startsWith('.github/'));
  assert.deepEqual(
    pages.filter((file) => !reached.has(file)),
    [],
  );
});

for (const file of documents) {
  test(`${file}: every link leads to a file and heading that exist`, () => {
    for (const link of linksOf(textOf(file)).filter((target) => !/^(https?|mailto):/.test(target))) {
      const [path, anchor] = link.split('#') as [string, string | undefined];
      const target = path === '' ? file : join(dirname(file), path);
      assert.ok(exists(target), `${file} links to ${link}, which does not exist`);
      if (anchor !== undefined)
        assert.ok(anchorsOf(textOf(normalize(target))).includes(anchor), `${file} links to ${link}: no such heading`);
    }
  });

  test(`${file}: every path it names exists`, () => {
    // A file whose content the page gives is one of the reader's.
    const given = [...textOf(file).matchAll(/^`([^`]+)`:$/gm)].map(([, path]) => path);
    for (const path of [...pathsOf(textOf(file)), ...filesNamedIn(textOf(file))]) {
      if (given.includes(path)) continue;
      const found = /[*{]/.test(path) ? globSync(path, { cwd: root }).length > 0 : exists(path);
      assert.ok(found, `${file} names ${path}, which does not exist`);
    }
  });
}
