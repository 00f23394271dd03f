import assert from 'node:assert/strict';
import test from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvRow } from '../../src/core/csv-row.ts';
import { confusionCsv, resultsCsv } from '../../src/report/results-csv.ts';
import { flatRecord } from '../../src/report/text/flat-record.ts';
import { sampleRun } from './sample-run.ts';

test('quotes only where needed, and doubles quotes', () => {
  assert.equal(csvRow(['a', 'b,c', 'd"e', 'f\ng', 1.5]), 'a,"b,c","d""e","f\ng",1.5\r\n');
});

test('neutralises formulas, and leaves negative numbers unchanged', () => {
  assert.equal(csvRow(['=1+1', '+a', '-b', '@c', '\td', -2, 'e=f']), "'=1+1,'+a,'-b,'@c,'\td,-2,e=f\r\n");
});

test('unknown values are empty cells', () => {
  assert.equal(csvRow([Number.NaN, undefined, null as unknown as number, Number.POSITIVE_INFINITY, 0]), ',,,,0\r\n');
});

test('reading returns what was written', () => {
  const cell = fc.string({ unit: 'binary' }).filter((text) => text !== '' && !/^[=+\-@\t\r\n\ufeff]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
      assert.deepEqual(parse(rows.map(csvRow).join(''), { record_delimiter: '\r\n' }), rows);
    }),
  );
});

test('writes one row of scores per evaluation', () => {
  const { evaluations } = sampleRun();
  const rows: Record<string, string>[] = parse(resultsCsv(evaluations), { columns: true });
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['zero-shot', 'validation-selected', 'last', 'best-test-epoch', 'another'],
  );
  const { evaluation, interval } = evaluations[1]!;
  assert.equal(Number(rows[1]!.war), evaluation.war);
  assert.equal(Number(rows[1]!.uar_high), interval.uar[1]);
  assert.equal(Number(rows[1]!['recall fear']), evaluation.perClass[2]!.recall);
  assert.deepEqual([rows[0]!.epoch, rows[1]!.epoch], ['', '2']);
});

test('writes the confusion matrix with truth by row', () => {
  const { evaluation } = sampleRun().evaluations[0]!;
  const rows: string[][] = parse(confusionCsv(evaluation));
  assert.deepEqual(rows[0], ['truth', 'neutral', 'happy', 'fear', 'disgust']);
  assert.deepEqual(
    rows.slice(1).map(([name, ...counts]) => [name, counts.map(Number)]),
    [
      ['neutral', evaluation.confusion[0]],
      ['happy', evaluation.confusion[1]],
      ['fear', evaluation.confusion[2]],
      ['disgust', evaluation.confusion[3]],
    ],
  );
});

test('writes tables without evaluations and without classes', () => {
  assert.match(resultsCsv([]), /^name,split,.*nll\r\n$/);
  assert.equal(confusionCsv({ perClass: [], confusion: [] }), 'truth\r\n');
});

test('flattens a nested record into dotted names', () => {
  assert.deepEqual(flatRecord({ a: { b: { c: 1 } }, d: [1, 'x', { e: 2 }], f: null, g: {}, h: true }), [
    ['a.b.c', '1'],
    ['d', '1, x, {"e":2}'],
    ['f', 'none'],
    ['g', 'none'],
    ['h', 'true'],
  ]);
});
