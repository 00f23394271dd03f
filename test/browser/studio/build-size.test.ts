// What the studio weighs: the shell that is shown first, and all scripts that a visit may load.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { builtStudio } from './built-studio.ts';

let folder: string;
before(async () => {
  folder = join(await builtStudio(), 'studio');
});

const textOf = (file: string): string => readFileSync(join(folder, 'assets', file), 'utf8');

const gzipped = (file: string): number => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;

test('the shell, everything that the page names, is at most 60 kB, compressed with gzip', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css|svg|webmanifest))"/g)].map(([, file]) => file!);
  assert.ok(named.length >= 4, named.join());
  const size = ['index.html', ...named].reduce((sum, file) => sum + gzipped(file), 0);
  assert.ok(size <= 60_000, `${size} bytes: ${named.join()}`);
});

/** Scripts that are loaded with these, by their imports. */
function withImports(files: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, imported] of textOf(file).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`](?!\))/g))
      add(imported!);
  };
  files.forEach(add);
  return found;
}

type Where = 'page' | 'worker';

/** The scripts of these names, of the page or of its workers, and all that they import. */
function scriptsOf(where: Where, ...names: readonly string[]): ReadonlySet<string> {
  const scripts = readdirSync(join(folder, 'assets')).filter((file) => file.endsWith('.js'));
  const isThere = (file: string) =>
    [...withImports([file])].some((one) => one.startsWith('index-')) === (where === 'page');
  return withImports(
    names.flatMap((name) => {
      const found = scripts.filter(
        (file) =>
          new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(file) &&
          isThere(file) &&
          // The reader of projects has the same name as the worker's part, and is wanted only where there is a data set.
          (name !== 'project' || textOf(file).includes('./judge-')),
      );
      assert.ok(found.length > 0, name);
      return found;
    }),
  );
}

const sizeOf = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipped(`assets/${file}`), 0);

/** What a visit to a room loads; the shared recogniser is opened whichever it is. */
const visit = (room: string, ...parts: readonly string[]): ReadonlySet<string> =>
  new Set([...scriptsOf('page', 'index', room), ...scriptsOf('worker', 'worker', 'look', 'face-finder', ...parts)]);
const understand = () => visit('understand', 'project', 'judge', 'explain', 'nearest', 'plane');

test('what a room loads until it answers is at most 170 kB, with all that Understand shows 200 kB', () => {
  const [first, second, third] = [visit('look'), visit('teach', 'project'), understand()].map(sizeOf);
  assert.ok(first! > 50_000 && first! <= 150_000, `Look is ${first} bytes`);
  assert.ok(second! > 50_000 && second! <= 170_000, `Teach is ${second} bytes`);
  assert.ok(third! > second! && third! <= 200_000, `Understand is ${third} bytes`);
});

test('training, and files to share, are loaded when they are asked for: at most 84 kB more for Teach', () => {
  const before = visit('teach', 'project');
  const more = [...scriptsOf('worker', 'train-run', 'compare', 'share')].filter((file) => !before.has(file));
  assert.ok(more.some((file) => file.startsWith('train-run-')));
  const size = sizeOf(more);
  assert.ok(size <= 84_000, `${size} bytes: ${more.join()}`);
});

test('the page has no inline script or style, which its policy refuses', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  assert.doesNotMatch(page, /<style|style="|<script(?![^>]*src=)|\son\w+="/);
});
