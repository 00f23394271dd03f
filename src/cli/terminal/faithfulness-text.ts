// The output of `mpafer faithfulness`: gaps and gains in a table, and the verdict on each map with the tests that decided.
import { averageOf, centreControl, randomControl } from '../../explain/faithfulness/control-names.ts';
import type { FaithfulnessResult } from '../../jobs/explain/measure-faithfulness.ts';

const signed = (value: number): string => `${value >= 0 ? '+' : '-'}${Math.abs(value).toFixed(2)}`;

export function faithfulnessText({ record, study, verdictFile }: FaithfulnessResult): string {
  const names = [...study.methods, centreControl, randomControl, ...study.methods.map(averageOf)];
  const width = Math.max(...names.map((name) => name.length));
  const rows = names.map((name) => {
    const gaps = study.removals.map(({ maps }) => maps.find((map) => map.name === name)!.gap.value);
    return `${name.padEnd(width)}  ${gaps.map((gap) => signed(gap).padStart(7)).join('')}`;
  });
  const { randomGaps } = study.removals[0]!;
  const verdicts = record.maps.flatMap(({ method, passed, tests }) => [
    '',
    `${method}: ${passed ? 'passed' : 'FAILED'}`,
    ...tests.map((test) => `  ${test.passed ? 'ok    ' : 'failed'}  ${test.name}: ${test.text}`),
  ]);
  return [
    `Insertion less deletion of the scaled margin (0 of a random order), ${study.faces} faces`,
    `${''.padEnd(width)}  ${study.removals.map(({ removal }) => removal.padStart(7)).join('')}`,
    ...rows,
    `${randomGaps.length} random orders one by one: ${study.removals.map(({ removal, randomGaps: own }) => `${removal} ${signed(Math.min(...own))} to ${signed(Math.max(...own))}`).join(', ')}`,
    ...verdicts,
    '',
    ...(verdictFile === undefined ? [] : [`Verdict: ${verdictFile}`, '']),
  ].join('\n');
}
