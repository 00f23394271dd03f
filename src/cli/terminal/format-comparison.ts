// A comparison of two models as lines for people.
import { plural } from '../../core/plural.ts';
import type { SameFaces } from '../../evaluate/same-faces.ts';
import { methodNames } from '../../metrics/exact-proportion.ts';
import type { ModelComparison, ScoreDifference } from '../../metrics/model-comparison.ts';
import { pValue } from '../../report/text/numbers.ts';
import { percent } from './progress.ts';

/** The JSON has all of them. */
const shownFaces = 20;

const points = (value: number): string => `${value > 0 ? '+' : ''}${(100 * value).toFixed(2)}`;

const difference = (name: string, { difference, interval: [low, high], method }: ScoreDifference): string =>
  `  ${name}  ${points(difference)} points (95 %: ${Number.isFinite(low) ? `${points(low)} to ${points(high)}` : 'unknown'}${method ? `, ${methodNames[method]}` : ''})`;

export function formatComparison(
  { n, mcnemar, war, uar, bothRight, bothWrong, disagreements }: ModelComparison,
  { ids, classes, labels, first, second, groups, notes }: SameFaces,
  names: readonly [string, string],
): readonly string[] {
  const width = Math.max(...names.map((name) => name.length));
  const model = (mark: string, name: string, side: 'first' | 'second') =>
    `${mark}  ${name.padEnd(width)}   WAR ${percent(war[side])}   UAR ${percent(uar[side])}`;
  const name = (column: number | undefined) => classes[column!]!;
  const rows = disagreements.slice(0, shownFaces).map((face) => {
    const mark = (column: number | undefined) => `${name(column)}${column === labels[face] ? ' *' : ''}`;
    return [ids[face]!, name(labels[face]), mark(first[face]), mark(second[face])];
  });
  return [
    plural(n, 'face'),
    model('A', names[0], 'first'),
    model('B', names[1], 'second'),
    ...notes,
    '',
    `B minus A, paired bootstrap over ${groups ? 'people' : 'faces'}`,
    difference('WAR', war),
    difference('UAR', uar),
    '',
    `Both right ${bothRight}, only A ${mcnemar.onlyFirst}, only B ${mcnemar.onlySecond}, neither ${bothWrong}`,
    `McNemar's exact test: ${pValue(mcnemar.p)}`,
    ...(disagreements.length === 0
      ? ['', 'They agree on every face']
      : [
          '',
          `They disagree on ${plural(disagreements.length, 'face')} (* = correct)`,
          ...columns(['face', 'label', 'A', 'B'], rows),
        ]),
    ...(disagreements.length > shownFaces
      ? [`  ... and ${disagreements.length - shownFaces} more (--json lists all)`]
      : []),
  ];
}

function columns(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  return [head, ...rows].map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd(),
  );
}
