import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { folderCandidates, isManifest, servedLoader } from '../../src/engine/page-files.ts';

suite('the folder is looked for', () => {
  const cases: readonly (readonly [what: string, base: string, folders: readonly string[]])[] = [
    ['beside a page at the top', 'https://a.org/', ['https://a.org/mpafer/']],
    [
      'beside a page with a name, then in a folder of that name',
      'https://a.org/index.html?q=1#/route',
      ['https://a.org/mpafer/', 'https://a.org/index.html/mpafer/'],
    ],
    ['below a path, then above it', 'https://a.org/site/', ['https://a.org/site/mpafer/', 'https://a.org/mpafer/']],
    ['below a path without its slash', 'https://a.org/site', ['https://a.org/mpafer/', 'https://a.org/site/mpafer/']],
    [
      'above the page of a router',
      'https://a.org/site/photos/7',
      [
        'https://a.org/site/photos/mpafer/',
        'https://a.org/site/mpafer/',
        'https://a.org/mpafer/',
        'https://a.org/site/photos/7/mpafer/',
      ],
    ],
    ['with a scheme of its own', 'app://-/index.html', ['app://-/mpafer/', 'app://-/index.html/mpafer/']],
    ['with a port, and no path', 'http://localhost:3000', ['http://localhost:3000/mpafer/']],
  ];
  for (const [what, base, folders] of cases) test(what, () => assert.deepEqual(folderCandidates(base), folders));
});

test('a table of contents names the package, its version and its files', () => {
  assert.ok(isManifest({ package: 'mpafer', version: '1.2.3', files: {} }));
  for (const other of [null, 'mpafer', [], { package: 'other', version: '1', files: {} }, { package: 'mpafer' }])
    assert.ok(!isManifest(other), JSON.stringify(other));
});

test('the loader is served under an ending that every server knows', () => {
  assert.equal(servedLoader('ort-wasm-simd-threaded.mjs'), 'ort-wasm-simd-threaded.js');
});
