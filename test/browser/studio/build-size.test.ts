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
    const text = readFileSync(join(folder, 'assets', file), 'utf8');
    for (const [, imported] of text.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`](?!\))/g)) add(imported!);
  };
  files.forEach(add);
  return found;
}

test('what a room loads until it answers: Look at most 150 kB, Teach and Understand 250 kB', () => {
  const scripts = readdirSync(join(folder, 'assets')).filter((file) => file.endsWith('.js'));
  // The page's part of a room and its worker's part have the room's name.
  const sizeOf = (...rooms: readonly string[]) => {
    const names = ['index', 'worker', 'face-finder', ...rooms];
    const first = scripts.filter((file) => names.some((name) => file.startsWith(`${name}-`)));
    assert.ok(first.length > names.length, first.join());
    return [...withImports(first)].reduce((sum, file) => sum + gzipped(`assets/${file}`), gzipped('service-worker.js'));
  };
  const [look, teach] = [sizeOf('look'), sizeOf('teach', 'understand', 'project')];
  assert.ok(look > 50_000 && look <= 150_000, `Look is ${look} bytes`);
  assert.ok(teach <= 250_000, `Teach and Understand are ${teach} bytes`);
});

test('the page has no inline script or style, which its policy refuses', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  assert.doesNotMatch(page, /<style|style="|<script(?![^>]*src=)|\son\w+="/);
});
