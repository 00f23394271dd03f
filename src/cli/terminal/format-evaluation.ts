// An evaluation as lines for people.
import { nounFor, plural } from '../../core/plural.ts';
import type { NamedSets } from '../../evaluate/held-out-study.ts';
import type { Judgement } from '../../evaluate/judgement.ts';
import type { AbstentionResult } from '../../metrics/abstention-rule.ts';
import type { Evaluation } from '../../metrics/evaluation.ts';
import { type ExactMethod, methodNames } from '../../metrics/exact-proportion.ts';
import { fewestToRank, type GroupTable } from '../../metrics/group-scores.ts';
import type { ScoreIntervals } from '../../metrics/score-intervals.ts';
import { percent } from './progress.ts';

export function formatJudgement(found: Judgement): readonly string[] {
  const { evaluation, interval, dataset, split, calibrated, temperature, temperatureFrom } = found;
  const source =
    temperatureFrom === 'run'
      ? 'in training, on the validation split'
      : temperatureFrom === 'cross-validation'
        ? 'by cross-validation within the faces that it was taught by'
        : `on ${plural(found.validation?.labels.length ?? 0, 'validation face')}`;
  return [
    ...formatScores(evaluation, interval, `${dataset.name}, ${split}`),
    ...(temperatureFrom === 'none' ? [] : ['', ...formatCalibration(evaluation, calibrated, temperature, source)]),
    ...(found.abstention ? ['', ...formatAbstention(found.abstention)] : []),
    ...(found.conformal ?? []).flatMap((sets) => ['', ...formatSets(sets)]),
    ...found.groupTables.flatMap((table) => ['', ...formatGroups(table)]),
  ];
}

/** There is no interval for the faces of a single person. */
const range = ([low, high]: readonly [number, number], method?: ExactMethod): string =>
  Number.isFinite(low)
    ? `95 %: ${percent(low)} to ${percent(high)}${method ? `, ${methodNames[method]}` : ''}`
    : '95 %: unknown';

const formatScores = (
  { n, war, uar, macroF1, ece, brier, nll, perClass }: Evaluation,
  interval: ScoreIntervals,
  what: string,
): readonly string[] => [
  `${plural(n, 'face')} of ${what}`,
  `WAR ${percent(war)} (${range(interval.war, interval.method?.war)})`,
  `UAR ${percent(uar)} (${range(interval.uar, interval.method?.uar)})`,
  `macro-F1 ${percent(macroF1)}   ECE ${percent(ece)}   Brier ${brier.toFixed(3)}   NLL ${nll.toFixed(3)}`,
  ...perClass.map(({ name, n, recall }) => `  ${name.padEnd(14)}${String(n).padStart(6)}  recall ${percent(recall)}`),
];

/** @param source where the temperature was fitted, e.g. `on 78 validation faces` */
const formatCalibration = (before: Evaluation, after: Evaluation, temperature: number, source: string) => [
  `Temperature ${temperature.toFixed(3)}, fitted ${source}`,
  `  ECE ${percent(before.ece)} -> ${percent(after.ece)}   Brier ${before.brier.toFixed(3)} -> ${after.brier.toFixed(3)}   NLL ${before.nll.toFixed(3)} -> ${after.nll.toFixed(3)}`,
];

function formatAbstention({ goal, chosen, result, validationFaces }: AbstentionResult): readonly string[] {
  const target = 'coverage' in goal ? `coverage ${percent(goal.coverage)}` : `accuracy ${percent(goal.accuracy)}`;
  const head = `Abstention for ${target}, chosen on ${plural(validationFaces, 'validation face')}`;
  if (!chosen || !result) return [head, '  no threshold reaches it on these faces'];
  return [
    head,
    `  answers at a confidence of ${chosen.threshold.toFixed(3)} or more (on validation: coverage ${percent(chosen.coverage)}, accuracy ${percent(chosen.accuracy)})`,
    `  coverage ${percent(result.coverage)} (${range(result.coverageInterval, result.coverageMethod)}): ${result.answered} of ${plural(result.n, 'face')} ${nounFor(result.answered, 'gets', 'get')} an answer`,
    `  accuracy ${percent(result.accuracy)} (${range(result.accuracyInterval, result.accuracyMethod)}) of these answers`,
  ];
}

function formatSets(sets: NamedSets): readonly string[] {
  const { name, alpha, promiseFor, validationFaces, coverage, interval, meanSize, sizes, n, perClass } = sets;
  const part = (size: number) => percent((sizes[size] ?? 0) / n);
  const whom = promiseFor === 'all' ? 'faces' : 'the faces of each class';
  return [
    `Prediction sets (${name.toUpperCase()}) guaranteed to contain the true class for ${percent(1 - alpha)} of ${whom}, from ${plural(validationFaces, 'validation face')}`,
    ...alwaysIn(sets),
    `  coverage ${percent(coverage)} (${range(interval, sets.method)})   ${meanSize.toFixed(2)} classes per set   one class ${part(1)}   empty ${part(0)}`,
    ...perClass.map(
      (own) =>
        `  ${own.name.padEnd(14)}${String(own.n).padStart(6)}  covered ${percent(own.coverage)}  ${Number.isFinite(own.meanSize) ? own.meanSize.toFixed(2) : 'none'} classes per set`,
    ),
  ];
}

/** Classes that can only be guaranteed by including them in every set. */
function alwaysIn({ promiseFor, perClass }: NamedSets): readonly string[] {
  const always = perClass.filter(({ threshold }) => threshold === 1);
  if (always.length === 0) return [];
  if (promiseFor === 'all') return ['  too few validation faces, or too hard: every class is in every set'];
  const names = always.map(({ name, validationFaces }) => `${name} (${validationFaces})`).join(', ');
  return [`  in every set, because its validation faces are too few or too hard: ${names}`];
}

function formatGroups({ attribute, groups, withoutGroup, war, uar }: GroupTable): readonly string[] {
  const width = Math.max(12, ...groups.map(({ name }) => name.length)) + 2;
  const points = (value: number) => (100 * value).toFixed(1);
  const gapRange = ([low, high]: readonly [number, number]) =>
    Number.isFinite(low) ? `${points(low)} to ${points(high)}` : 'unknown';
  const gap = (name: string, found: GroupTable['war']) =>
    found
      ? [
          `  worst by ${name}: ${found.worst}, ${points(found.gap)} points behind ${found.best} (95 %: ${gapRange(found.interval)}${found.method ? `, ${methodNames[found.method]}` : ''})`,
        ]
      : [];
  return [
    `By ${attribute}`,
    ...groups.map(
      ({ name, n, war, uar, interval }) =>
        `  ${name.padEnd(width)}${String(n).padStart(6)}  WAR ${percent(war)} (${range(interval.war, interval.method?.war)})  UAR ${percent(uar)} (${range(interval.uar, interval.method?.uar)})${n < fewestToRank ? '  too few to rank' : ''}`,
    ),
    ...gap('WAR', war),
    ...gap('UAR', uar),
    ...(withoutGroup > 0 ? [`  ${plural(withoutGroup, 'face has', 'faces have')} no ${attribute}`] : []),
  ];
}
