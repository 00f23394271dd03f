// docs/paper-map.md matches the code: files, names, settings and defaults.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfiguration, parseConfiguration } from '../../src/configuration/configuration.ts';
import { withSettings } from '../../src/configuration/settings.ts';
import { tableRows } from './markdown.ts';
import { repositoryFiles, textOf } from './repository-files.ts';

const map = textOf('docs/paper-map.md');
const statements = tableRows(map, 'statement');
const spansOf = (cell: string): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, span]) => span!);

test('every statement has a tag', () => {
  assert.ok(statements.length > 60, `${statements.length} statements`);
  for (const row of statements) {
    assert.equal(row.length, 5, row[0]);
    assert.match(row[1]!, /\[(paper\+\+|paper\+|code|derived|our choice)|^unknown/, row[0]);
  }
});

test('every equation of the paper is on the map', () => {
  const covered = new Set<number>();
  for (const [statement] of statements) {
    for (const [, first, last] of statement!.matchAll(/Eq\. (\d+)(?:-(\d+))?/g)) {
      for (let equation = Number(first); equation <= Number(last ?? first); equation++) covered.add(equation);
    }
  }
  assert.deepEqual(
    [...covered].sort((a, b) => a - b),
    Array.from({ length: 12 }, (_, index) => index + 1),
  );
});

/** Names that a file exports, including types. */
function exportsOf(file: string): Set<string> {
  const text = textOf(file);
  const declared = text.matchAll(
    /^export (?:declare |abstract |async )*(?:function\*?|const|let|class|interface|type) (\w+)/gm,
  );
  const listed = Array.from(text.matchAll(/^export (?:type )?\{([^}]*)\}/gm), ([, names]) => names!.split(',')).flat();
  return new Set([
    ...Array.from(declared, ([, name]) => name!),
    ...listed.map((name) => name.trim().split(' ').at(-1)!),
  ]);
}

test('every file it names exists and exports the names given with it', () => {
  let names = 0;
  for (const [statement, , , cell] of statements) {
    let exported: Set<string> | undefined;
    let file = '';
    for (const span of spansOf(cell!)) {
      if (span.includes('/')) {
        assert.ok(repositoryFiles.includes(span), `${span} does not exist, named for "${statement}"`);
        [file, exported] = [span, exportsOf(span)];
      } else {
        assert.ok(exported?.has(span), `${file} does not export ${span}, named for "${statement}"`);
        names++;
      }
    }
    if (file === '')
      assert.match(`${cell}${statements.find(([own]) => own === statement)![2]}`, /not built/, statement);
  }
  assert.ok(names > 60, `${names} names`);
});

test('every setting it names is accepted by training', () => {
  const settings = spansOf(map).filter((span) => /^[a-z]\w+=/i.test(span) && !/^(key=value|rule=|seed=)/.test(span));
  assert.ok(settings.length > 30);
  for (const setting of settings) parseConfiguration(withSettings({}, [setting]), `"${setting}"`);
});

test('the table of settings is complete and has the defaults of the code', () => {
  const rows = tableRows(map, 'key');
  for (const [key, shown] of rows) {
    const name = key!.replaceAll('`', '') as keyof typeof defaultConfiguration;
    const value = defaultConfiguration[name];
    assert.deepEqual(shown === '-' ? undefined : JSON.parse(shown!), value, name);
  }
  assert.deepEqual(rows.map(([key]) => key!.replaceAll('`', '')).sort(), knownKeys().sort());
});

/** All configuration keys, including those without a default: an unknown key is answered with their list. */
function knownKeys(): string[] {
  try {
    parseConfiguration({ '-----': 0 }, 'a test');
  } catch (error) {
    return /Known settings are (.*)/.exec((error as { hint?: string }).hint ?? '')![1]!.split(', ');
  }
  return assert.fail('an unknown key was taken');
}

test('states what is unknown', () => {
  assert.match(map, /full text of the paper was not available/);
  assert.match(map, /No number of the paper has been reproduced here/);
});
