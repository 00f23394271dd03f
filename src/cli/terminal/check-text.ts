// The check of a data set as text: problems first.
import { plural } from '../../core/plural.ts';
import type { CheckReport, Unreadable } from '../../data/check/check-report.ts';
import type { DuplicateSummary } from '../../data/check/duplicate-groups.ts';
import { splits } from '../../data/dataset.ts';

/** Formats a check as plain text. */
export function checkText(report: CheckReport): string {
  const { layout, images, withVotes, grey, sizes, subjects, duplicates, fingerprint, pixelFingerprint } = report;
  return [
    `${report.name}: ${plural(images, 'image')}, ${plural(report.classes.length, 'class', 'classes')}${layout === undefined ? '' : `, ${layout}`}`,
    ...countTable(report),
    ...report.notes.map((note) => `  ${note}`),
    '',
    ...unreadable('missing', report.missing),
    ...unreadable('corrupt', report.corrupt),
    `sizes         ${sizes
      .slice(0, 4)
      .map(({ width, height, count }) => `${width} x ${height}: ${count}`)
      .join(', ')}${sizes.length > 4 ? ` and ${plural(sizes.length - 4, 'other size')}` : ''}`,
    `grey          ${grey} of ${images - report.missing.count - report.corrupt.count} readable images`,
    ...(withVotes > 0 ? [`soft labels   ${plural(withVotes, 'image')}`] : []),
    ...duplicateLines('exact twins', duplicates.exact),
    ...duplicateLines('near twins', duplicates.near),
    `              ${duplicates.near.rule}`,
    ...transformedLines(duplicates.transformed),
    ...(report.merged ?? []).map(
      ({ className, names, duplicates: copies }) =>
        `merged        ${names.join(', ')} are read as ${className}, ${plural(copies, 'image')} occurring under several of them`,
    ),
    subjects === undefined
      ? 'subjects      not recorded in this data set'
      : `subjects      ${subjects.count}, in two splits: ${subjects.inTwoSplits.count}${named(subjects.inTwoSplits.first)}`,
    `fingerprint   ${fingerprint} (names, splits, labels)`,
    `pixels        ${pixelFingerprint.slice(0, 16)}`,
  ].join('\n');
}

function countTable({ classes, counts, published }: CheckReport): string[] {
  const width = Math.max(5, ...classes.map((name) => name.length)) + 2;
  const parts = [...new Set(published?.rows.map(({ part }) => part) ?? [])];
  const wanted = (part: string, name: string) =>
    published?.rows.find((known) => known.part === part && known.className === name)?.published ?? '';
  const heads = [...splits, ...parts.map((part) => part.replaceAll(' ', ''))];
  const cellWidth = Math.max(7, ...heads.map((head) => head.length)) + 2;
  const row = (name: string, cells: readonly (string | number)[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(cellWidth)).join('')}`;
  const sum = (cells: readonly number[]) => cells.reduce((total, cell) => total + cell, 0);
  return [
    ...(published === undefined
      ? []
      : [`  ${''.padEnd(width + cellWidth * splits.length)}  published: ${published.protocol}, ${published.source}`]),
    row('class', heads),
    ...classes.map((name) =>
      row(name, [...splits.map((split) => counts[split][name]!), ...parts.map((part) => wanted(part, name))]),
    ),
    row('all', [
      ...splits.map((split) => sum(Object.values(counts[split]))),
      ...parts.map((part) => sum(classes.map((name) => Number(wanted(part, name))))),
    ]),
    ...(published === undefined ? [] : [`  counts are ${published.verdict === 'equal' ? 'equal' : 'NOT equal'}`]),
  ];
}

const unreadable = (what: string, { count, first }: Unreadable): string[] => [
  `${what.padEnd(14)}${count}`,
  ...first.map(({ found }) => `              ${found}`),
];

function duplicateLines(what: string, found: DuplicateSummary): string[] {
  const { groups, images, acrossSplits, leaks, differentLabels, examples } = found;
  const head = `${what.padEnd(14)}${plural(groups, 'group')} of ${plural(images, 'image')}`;
  if (groups === 0) return [head];
  return [
    `${head}, ${differentLabels} with different labels, ${acrossSplits} across splits: ${leaks.valid} valid and ${leaks.test} test images have a twin in train (${plural(leaks.train, 'image')})`,
    ...examples
      .slice(0, 3)
      .map((group) => `              ${group.slice(0, 4).join(' = ')}${group.length > 4 ? ' ...' : ''}`),
  ];
}

function transformedLines(found: CheckReport['duplicates']['transformed']): string[] {
  if (found === undefined) return [];
  const { pairs, kinds, leaks, differentLabels, examples, rule } = found;
  const head = `copies        ${plural(pairs, 'pair')} across splits`;
  if (pairs === 0) return [head, `              ${rule}`];
  return [
    `${head}: ${kinds.mirror} mirrored, ${kinds.turned} turned, ${kinds.cropped} cropped, ${differentLabels} with different labels; ${leaks.valid} valid and ${leaks.test} test images have one in train (${plural(leaks.train, 'image')})`,
    ...examples
      .slice(0, 3)
      .map(
        ({ first, second, kind, degrees }) =>
          `              ${first} = ${second} (${kind}, ${degrees.toFixed(1)} degrees)`,
      ),
    `              ${rule}`,
  ];
}

const named = (names: readonly string[]): string => (names.length === 0 ? '' : ` (${names.join(', ')})`);
