// The scores of a run and the confusion matrix of an evaluation as CSV.
import { type CsvCell, csvRow } from '../core/csv-row.ts';
import type { NamedEvaluation } from '../evaluate/run-report.ts';
import type { Evaluation } from '../metrics/evaluation.ts';

const scores = [
  'name',
  'split',
  'epoch',
  'n',
  'war',
  'war_low',
  'war_high',
  'uar',
  'uar_low',
  'uar_high',
  'macro_f1',
  'ece',
  'brier',
  'nll',
];

/** One row per evaluation. Rates are 0-1; each class has a column `recall CLASS`. Unknown values are empty cells. */
export function resultsCsv(evaluations: readonly NamedEvaluation[]): string {
  const classes = [...new Set(evaluations.flatMap(({ evaluation }) => evaluation.perClass.map(({ name }) => name)))];
  return [
    csvRow([...scores, ...classes.map((name) => `recall ${name}`)]),
    ...evaluations.map((row) => csvRow(cells(row, classes))),
  ].join('');
}

function cells({ name, split, epoch, evaluation, interval }: NamedEvaluation, classes: readonly string[]): CsvCell[] {
  const { n, war, uar, macroF1, ece, brier, nll, perClass } = evaluation;
  const recall = new Map(perClass.map((score) => [score.name, score.recall]));
  return [
    ...[name, split, epoch, n, war, ...interval.war, uar, ...interval.uar, macroF1, ece, brier, nll],
    ...classes.map((name) => recall.get(name)),
  ];
}

/** Confusion counts: one row per true class, one column per predicted class. */
export const confusionCsv = ({ perClass, confusion }: Pick<Evaluation, 'perClass' | 'confusion'>): string =>
  [
    csvRow(['truth', ...perClass.map(({ name }) => name)]),
    ...perClass.map(({ name }, truth) => csvRow([name, ...(confusion[truth] ?? [])])),
  ].join('');
