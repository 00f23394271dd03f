// The sections of a report on what was chosen on the validation split (temperature, threshold, sets), and on groups.
import assert from 'node:assert/strict';
import test from 'node:test';
import { calibrationSection } from '../../src/report/sections/calibration.ts';
import { conformalSection } from '../../src/report/sections/conformal.ts';
import { groupsSection } from '../../src/report/sections/groups.ts';
import { elements, texts } from './drawing.ts';
import { sampleRun } from './sample-run.ts';

const run = sampleRun();
const rowsOf = (markup: string) =>
  [...markup.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!.replace(/<small>.*?<\/small>/g, '')),
  );
const percent = (value: number) => `${(100 * value).toFixed(1)}%`;

test('lists each score before and after temperature scaling', () => {
  const rows = rowsOf(calibrationSection(run)!.markup);
  assert.deepEqual(rows[0], ['Probabilities', 'ECE', 'Brier', 'NLL']);
  assert.deepEqual(rows[1], ['before scaling', percent(run.calibration!.ece), '0.300', '0.900']);
  assert.deepEqual(rows[2], ['at temperature 1.200', '2.0%', '0.290', '0.850']);
  const { nll: _, ...old } = run.calibration!;
  assert.doesNotMatch(calibrationSection({ ...run, calibration: old })!.markup, /Temperature scaling/, 'older records');
});

test('lists the results of the threshold on the split it was chosen on and the evaluated split', () => {
  const { chosen, result } = run.abstentionRule!;
  const { markup } = calibrationSection(run)!;
  assert.match(
    markup,
    /Answer if the confidence is at least 0\.\d{3}, chosen on the validation split for a coverage of 80\.0%\./,
  );
  const rows = rowsOf(markup).slice(-2);
  assert.deepEqual(rows[0], ['validation', '90', percent(chosen!.coverage), percent(chosen!.accuracy)]);
  assert.deepEqual(rows[1], ['evaluated', '90', percent(result!.coverage), percent(result!.accuracy)]);
  const unreached = { goal: { accuracy: 0.99 }, validationFaces: 90 };
  assert.match(
    calibrationSection({ ...run, abstentionRule: unreached })!.markup,
    /No threshold reaches an accuracy of 99\.0% among the answers on the 90 validation faces/,
  );
});

test('lists the guarantee, coverage and sizes of prediction sets', () => {
  const { markup } = conformalSection(run)!;
  const [, lac, byClass, own] = rowsOf(markup);
  const { coverage, sizes, n } = run.conformal![0]!;
  assert.deepEqual(lac!.slice(0, 3), ['LAC', '90.0%', percent(coverage)]);
  assert.deepEqual(lac!.slice(4, 6), [percent(sizes[1]! / n), percent(sizes[0]! / n)]);
  assert.equal(own![0], 'own', 'a score of another name keeps it');
  assert.equal(byClass![0], 'LAC, per class');
  const thresholds = run.conformal![1]!.perClass.map(({ threshold }) => threshold);
  assert.equal(byClass![6], `${Math.min(...thresholds).toFixed(3)}–${Math.max(...thresholds).toFixed(3)}`);
  assert.equal(elements(markup, 'svg').length, 6);
  assert.ok(texts(markup).includes('1 class') && texts(markup).includes('2 classes'));
  for (const { name, coverage, n } of run.conformal![0]!.perClass) {
    assert.ok(markup.includes(`<title>${name}: ${percent(coverage)}, against 90.0%</title>`), name);
    assert.ok(texts(markup).includes(`of ${n}`));
  }
  assert.equal(conformalSection({ ...run, conformal: [] }), undefined);
});

test('omits empty sets if there are none', () => {
  const [, , adaptive] = run.conformal!;
  assert.equal(adaptive!.sizes[0], 0);
  assert.ok(!texts(conformalSection({ ...run, conformal: [adaptive!] })!.markup).includes('0 classes'));
});

test('lists groups with scores and intervals, the worst group and its gap', () => {
  const [table] = run.groups!;
  const { markup } = groupsSection(run)!;
  const rows = rowsOf(markup);
  assert.deepEqual(
    rows.slice(1).map(([name, n]) => [name, n]),
    table!.groups.map(({ name, n }) => [name, String(n)]),
  );
  const { worst, best, gap } = table!.war!;
  assert.ok(markup.includes(`By WAR, the worst group is “${worst}”, ${(100 * gap).toFixed(1)} points below “${best}”`));
  assert.match(markup, /groups of fewer than 10 faces are not ranked; the group of 5 faces is unknown/);
  assert.deepEqual(
    [...markup.matchAll(/<svg[^>]*><title>(.*?)<\/title>/g)].map(([, title]) => title),
    ['WAR by age', 'UAR by age'],
  );
});

test('a single group has no worst group, and without groups there is no section', () => {
  const [table] = run.groups!;
  const alone = { attribute: 'age', groups: table!.groups.slice(0, 1), withoutGroup: 0 };
  const { markup } = groupsSection({ ...run, groups: [alone] })!;
  assert.doesNotMatch(markup, /worst group is/);
  assert.equal(groupsSection({ ...run, groups: [] }), undefined);
});
