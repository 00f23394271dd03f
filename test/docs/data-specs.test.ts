// docs/data-specs.md documents every kind of data set with all options, their values and defaults.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { datasetKinds } from '../../src/data/open-dataset.ts';
import type { SpecOptions } from '../../src/data/spec-options.ts';
import { tableRows } from './markdown.ts';
import { textOf } from './repository-files.ts';

const page = textOf('docs/data-specs.md');
const [, ...sections] = page.split(/^## /m);
const sectionOf = (kind: string) => sections.find((section) => section.startsWith(`${kind}\n`));

interface Asked {
  readonly name: string;
  readonly values: readonly string[];
  readonly fallback: string;
}

/** The options that a kind reads from its SPEC. */
function askedBy(kind: (typeof datasetKinds)[number]): Asked[] {
  const asked: Asked[] = [];
  const note = <Value>(name: string, values: readonly string[], fallback: Value, shown = String(fallback)) => {
    asked.push({ name, values, fallback: shown });
    return fallback;
  };
  const range = (name: string, least: number, most: number, fallback: number) =>
    // The upper limit of `fold` depends on `folds`.
    note(name, name === 'fold' ? [`${least} to `] : [`${least} to ${most.toLocaleString('en')}`], fallback);
  const options: SpecOptions = {
    text: (name) => note<undefined>(name, [], undefined, 'none'),
    choice: (name, values, fallback) => note(name, values, fallback),
    integer: range,
    number: range,
    finish() {},
  };
  kind.prepare(options, random(1), 'refuse');
  return asked;
}

test('kinds and sections correspond one to one', () => {
  assert.deepEqual(
    sections.map((section) => section.slice(0, section.indexOf('\n'))),
    datasetKinds.map(({ kind }) => kind),
  );
});

for (const kind of datasetKinds) {
  test(`${kind.kind}: usage, options, values and defaults match the code`, () => {
    const section = sectionOf(kind.kind)!;
    assert.ok(section.includes(`\n    ${kind.usage}\n`), `needed: ${kind.usage}`);
    const rows = tableRows(section, 'option');
    const asked = askedBy(kind);
    assert.deepEqual(
      rows.map(([name]) => name),
      asked.map(({ name }) => `\`${name}\``),
    );
    asked.forEach(({ name, values, fallback }, index) => {
      const [, shownValues, shownDefault] = rows[index]!;
      for (const value of values) assert.ok(shownValues!.includes(value), `${name}: "${shownValues}" lacks "${value}"`);
      assert.equal(shownDefault, fallback, `default of ${name}`);
    });
  });
}
