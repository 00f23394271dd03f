// Every configuration that ships is one that training takes, and is what its page says.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '../src/configuration/configuration.ts';

const folder = fileURLToPath(new URL('../configs/', import.meta.url));
const files = globSync('**/*.json', { cwd: folder }).sort();
const read = (file: string) => JSON.parse(readFileSync(folder + file, 'utf8')) as Record<string, unknown>;
const configuration = (file: string) => parseConfiguration(read(file), file);
const defaults = parseConfiguration({}, 'nothing');

for (const file of files) test(`${file} can be trained with`, () => assert.ok(configuration(file).epochs >= 1));

test('paper.json writes every default out', () => {
  assert.deepEqual(read('paper.json'), defaults);
});

test('the others repeat no default', () => {
  for (const file of files.filter((name) => name !== 'paper.json')) {
    for (const [key, value] of Object.entries(read(file))) {
      assert.notDeepEqual(value, defaults[key as keyof typeof defaults], `${file}: ${key}`);
    }
  }
});

test('quick.json is the paper in ten epochs', () => {
  assert.deepEqual(configuration('quick.json'), { ...defaults, epochs: 10 });
});

test('the page of configurations names each of them and no other', () => {
  const page = readFileSync(`${folder}README.md`, 'utf8');
  assert.deepEqual(Array.from(page.matchAll(/^\| `([^`]+\.json)`/gm), ([, file]) => file!).sort(), files);
});
