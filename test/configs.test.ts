// Every configuration that ships is valid and matches its documentation.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '../src/configuration/configuration.ts';
import { fewShotRecipe } from '../src/experiments/variants.ts';

const folder = fileURLToPath(new URL('../configs/', import.meta.url));
const files = globSync('**/*.json', { cwd: folder }).sort();
const read = (file: string) => JSON.parse(readFileSync(folder + file, 'utf8')) as Record<string, unknown>;
const configuration = (file: string) => parseConfiguration(read(file), file);
const defaults = parseConfiguration({}, 'nothing');

for (const file of files) test(`${file} is a valid configuration`, () => assert.ok(configuration(file).epochs >= 1));

test('paper.json spells out every default', () => {
  assert.deepEqual(read('paper.json'), defaults);
});

test('the others repeat no default', () => {
  for (const file of files.filter((name) => name !== 'paper.json')) {
    for (const [key, value] of Object.entries(read(file))) {
      assert.notDeepEqual(value, defaults[key as keyof typeof defaults], `${file}: ${key}`);
    }
  }
});

test('quick.json is the default configuration with ten epochs', () => {
  assert.deepEqual(configuration('quick.json'), { ...defaults, epochs: 10 });
});

test('few-shot.json is the recipe that the few-shot experiment measures', () => {
  assert.deepEqual(configuration('few-shot.json'), parseConfiguration(fewShotRecipe.settings, 'the recipe'));
});

test('configs/README.md lists exactly the files that exist', () => {
  const page = readFileSync(`${folder}README.md`, 'utf8');
  assert.deepEqual(Array.from(page.matchAll(/^\| `([^`]+\.json)`/gm), ([, file]) => file!).sort(), files);
});
