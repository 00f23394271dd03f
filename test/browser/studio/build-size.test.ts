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

test('all scripts are at most 260 kB, of which 64 kB are the reader of video files', () => {
  const scripts = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith('.js'));
  const video = scripts.filter((file) => /media-file/.test(file));
  assert.equal(video.length, 1);
  const size = scripts.reduce((sum, file) => sum + gzipped(file), 0);
  assert.ok(size - gzipped(video[0]!) <= 200_000, `${size} bytes: ${scripts.join()}`);
});

test('the page has no inline script or style, which its policy refuses', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  assert.doesNotMatch(page, /<style|style="|<script(?![^>]*src=)|\son\w+="/);
});
