// What a careful reader would notice in the numbers, in sentences: collapse, confusions, miscalibration.

import { plural } from '../core/plural.ts';
import type { RunReport } from '../evaluate/run-report.ts';
import type { ClassScore } from '../metrics/class-scores.ts';
import type { Evaluation } from '../metrics/evaluation.ts';
import { headlineOf } from './headline.ts';
import { count, percent, pValue } from './text/numbers.ts';

/** Plain sentences, most important first. Class names are in curly quotes and not escaped. */
export function findings(run: RunReport): readonly string[] {
  const { trained, zeroShot } = headlineOf(run);
  if (!trained || trained.evaluation.n === 0) return [];
  const { evaluation } = trained;
  const comparison = run.comparisons?.find(
    ({ first, second }) =>
      zeroShot && [first, second].includes(zeroShot.name) && [first, second].includes(trained.name),
  );
  return [
    ...collapse(evaluation),
    ...extremes(evaluation.perClass),
    ...confusions(evaluation),
    ...optimism(run),
    ...calibration(run),
    ...(comparison
      ? [
          `On ${plural(comparison.onlyFirst + comparison.onlySecond, 'face')}, either the zero-shot or the trained model is right, but not both: ${pValue(comparison.p)} by McNemar’s exact test.`,
        ]
      : []),
  ];
}

const quoted = (name: string) => `“${name}”`;

/** Classes that are never recognised, and classes that are predicted far too often. */
function collapse({ n, perClass, confusion }: Evaluation): readonly string[] {
  const lost = perClass.filter(({ n, recall }) => n > 0 && recall === 0);
  const sentences =
    lost.length > 0 ? [`No face of ${lost.map(({ name }) => quoted(name)).join(', ')} was recognised.`] : [];
  perClass.forEach(({ name, n: occurs }, column) => {
    const given = confusion.reduce((sum, row) => sum + (row[column] ?? 0), 0) / n;
    if (given > 0.4 && given > 2 * (occurs / n)) {
      sentences.push(
        `${percent(given)} of all faces are predicted as ${quoted(name)}, but only ${percent(occurs / n)} are labelled so.`,
      );
    }
  });
  return sentences;
}

function extremes(perClass: readonly ClassScore[]): readonly string[] {
  const present = perClass.filter(({ recall }) => Number.isFinite(recall)).toSorted((a, b) => b.recall - a.recall);
  const [best, worst] = [present[0], present.at(-1)];
  if (!best || !worst || best.recall === worst.recall || worst.recall === 0) return [];
  return [
    `The best recognised class is ${quoted(best.name)} (recall ${percent(best.recall)}), the worst ${quoted(worst.name)} (${percent(worst.recall)}).`,
  ];
}

/** The confusion with the largest share of its class, if that is at least a sixth. */
function confusions({ perClass, confusion }: Evaluation): readonly string[] {
  const pairs = perClass.flatMap(({ name, n }, truth) =>
    perClass.map((other, column) => {
      const taken = truth === column ? 0 : (confusion[truth]?.[column] ?? 0);
      return { name, other: other.name, taken, n, part: n > 0 ? taken / n : 0 };
    }),
  );
  const worst = pairs.toSorted((a, b) => b.part - a.part)[0];
  if (!worst || worst.part < 1 / 6) return [];
  return [
    `The most frequent confusion is ${quoted(worst.name)} mistaken for ${quoted(worst.other)} (${count(worst.taken)} of ${count(worst.n)} faces).`,
  ];
}

/** What the run would report if it chose its epoch on the test set, as is common in the field. */
function optimism(run: RunReport): readonly string[] {
  const { trained } = headlineOf(run);
  const peeked = run.evaluations.find(({ name, split }) => name === 'best-test-epoch' && split === trained?.split);
  if (!trained || !peeked || !(peeked.evaluation.war > trained.evaluation.war)) return [];
  const more = ((peeked.evaluation.war - trained.evaluation.war) * 100).toFixed(1);
  return [
    `Choosing the epoch on the test set, as much of the literature does, would raise the reported WAR by ${more} points to ${percent(peeked.evaluation.war)}. That number is optimistic, because the same faces are used for selection and evaluation.`,
  ];
}

function calibration({ calibration }: RunReport): readonly string[] {
  const bins = calibration?.bins.filter(({ n }) => n > 0) ?? [];
  const faces = bins.reduce((sum, { n }) => sum + n, 0);
  const gap = bins.reduce((sum, { n, confidence, accuracy }) => sum + n * (confidence - accuracy), 0) / faces;
  if (!(Math.abs(gap) >= 0.02)) return [];
  const points = (Math.abs(gap) * 100).toFixed(1);
  return [
    `The model is ${gap > 0 ? 'overconfident' : 'underconfident'}: its mean confidence is ${points} points ${gap > 0 ? 'above' : 'below'} its accuracy.`,
  ];
}
