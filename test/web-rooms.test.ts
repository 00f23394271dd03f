// The studio's own arrows: its page loads no code of the package, rooms do not know each other, and nothing reaches past the entry points.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../web/src', import.meta.url));
const below = (path: string): string => relative(source, path).split(sep).join('/');

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    const text = readFileSync(path, 'utf8');
    const imports = [...text.matchAll(/(?:^|\n)(?:import|export)( type)?\s[^;]*?from '([^']+)'/g)].map(
      ([statement, type, from]) => ({
        from: from!,
        // `import { type A, type B }` is of types alone, too.
        isType: type !== undefined || /\{(\s*type \w+( as \w+)?,?)+\s*\}/.test(statement),
        target: from!.startsWith('.') ? below(join(dirname(path), from!)) : undefined,
      }),
    );
    return { path: below(path), text, imports };
  });

test('the studio is seen, and its files begin by saying what they are', () => {
  assert.ok(files.length > 60, `${files.length}`);
  const task = files.find(({ path }) => path === 'work/tasks/look.ts')!;
  assert.ok(
    task.imports.some(({ from, isType }) => from === 'mpafer' && !isType),
    'an import of code is told from one of types',
  );
  assert.deepEqual(
    files.filter(({ text }) => !/^\/\/ \S.{10,}/.test(text)).map(({ path }) => path),
    [],
  );
});

test('the page imports types of the package alone; its code runs in workers', () => {
  const wrong = files.filter(
    ({ path, imports }) =>
      !/^work\/(tasks\/|worker)/.test(path) && imports.some(({ from, isType }) => from === 'mpafer' && !isType),
  );
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

test('nothing imports a file outside, nor a package that is not its own', () => {
  const known = /^(mpafer(\/face-words)?|preact(\/hooks)?|@preact\/signals)$/;
  const wrong = files.flatMap(({ path, imports }) =>
    imports
      .filter(({ from, target }) => (target === undefined ? !known.test(from) : target.startsWith('..')))
      .map(({ from }) => `${path} -> ${from}`),
  );
  assert.deepEqual(wrong, []);
});

test('rooms do not know each other, and what they share does not know them', () => {
  const roomOf = (path: string) => /^rooms\/(\w+)\//.exec(path)?.[1];
  const wrong = files.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => {
        const room = target === undefined ? undefined : roomOf(target);
        return room !== undefined && room !== roomOf(path);
      })
      .map(({ target }) => `${path} -> ${target}`),
  );
  assert.deepEqual(wrong, []);
});
