// Whatever the entry points export says what it is where an editor shows it: a summary, and for functions more.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const api = fileURLToPath(new URL('../../src/api/', import.meta.url));

interface Exported {
  readonly name: string;
  readonly file: string;
}

/** Names that an entry exports, under the names of their own files. */
function exportsOf(file: string): Exported[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/export (type )?(?:\{([^}]*)\}|\*(?: as \w+)?) from '([^']+)'/g)].flatMap(
    ([, , names, path]) => {
      const target = join(dirname(file), path!);
      if (names === undefined) return dirname(target) === dirname(file) ? exportsOf(target) : [];
      return names
        .split(',')
        .map((name) =>
          name
            .trim()
            .replace(/^type /, '')
            .replace(/ as .*$/, ''),
        )
        .filter((name) => name !== '')
        .map((name) => ({ name, file: target }));
    },
  );
}

interface Declaration {
  readonly isFunction: boolean;
  /** The comment's text without its stars. */
  readonly comment: string;
}

/** The declaration of an exported name, where it or a file that it is passed on from has one. */
function declarationOf({ name, file }: Exported): Declaration {
  const text = readFileSync(file, 'utf8');
  const found = new RegExp(
    `((?:/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\n)?)export (?:declare )?(async function\\*?|function\\*?|const|class|interface|type) ${name}\\b([^\\n]*)`,
  ).exec(text);
  if (found === null) {
    const passed = exportsOf(file).find((own) => own.name === name);
    assert.ok(passed !== undefined, `${name} is declared nowhere`);
    return declarationOf(passed);
  }
  const [, comment, kind, rest] = found;
  return {
    isFunction: kind!.includes('function') || (kind === 'const' && /=\s*(async )?\(/.test(rest!)),
    comment: comment!
      .replace(/^\/\*\*|\*\/\s*$/g, '')
      .replace(/^\s*\* ?/gm, '')
      .trim(),
  };
}

const shown = ({ name, file }: Exported) => `${name} of ${file.slice(api.length - 'api/'.length)}`;

const lacksSummary = ({ comment }: Declaration) => comment === '' || comment.startsWith('@');

for (const entry of ['node.ts', 'browser.ts', 'graph.ts', 'jobs.ts']) {
  const declared = exportsOf(join(api, entry)).map((own) => ({ ...own, ...declarationOf(own) }));

  suite(`what src/api/${entry} exports`, () => {
    test('is found by this test', () => assert.ok(declared.length >= 15));

    test('has a summary', () => {
      assert.deepEqual(declared.filter(lacksSummary).map(shown), []);
    });

    test('has an example where it is a function', () => {
      const without = declared.filter(({ isFunction, comment }) => isFunction && !comment.includes('@example'));
      assert.deepEqual(without.map(shown), []);
    });

    if (entry === 'graph.ts') {
      test('says of each function what it takes', () => {
        const without = declared.filter(({ isFunction, comment }) => isFunction && !comment.includes('@param'));
        assert.deepEqual(without.map(shown), []);
      });
    }
  });
}
