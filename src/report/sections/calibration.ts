// How reliable the model's confidence is, and what abstaining gains.
import type { CalibrationScores, RunReport } from '../../evaluate/run-report.ts';
import { pointForAccuracy } from '../../metrics/abstention.ts';
import type { AbstentionResult } from '../../metrics/abstention-rule.ts';
import { inlineChart } from '../charts/chart.ts';
import { coverageCurve } from '../charts/coverage-curve.ts';
import { reliabilityDiagram } from '../charts/reliability-diagram.ts';
import { type Content, type Markup, markup } from '../text/markup.ts';
import { count, percent, percentRange, score } from '../text/numbers.ts';
import { section, table } from './section.ts';

export function calibrationSection({ calibration, abstention, abstentionRule }: RunReport): Markup | undefined {
  if (!calibration && !abstention) return undefined;
  return section({
    id: 'calibration',
    title: 'Calibration and abstention',
    lead: 'The confidence of a calibrated model matches its accuracy: the dots are on the diagonal. If errors have low confidence, abstaining on uncertain faces makes the remaining answers more accurate.',
    body: markup`<div class="pair">${calibration && reliability(calibration)}${abstention && coverage(abstention)}</div>${calibration?.scaled && scaling(calibration)}${abstentionRule && rule(abstentionRule)}`,
  });
}

function reliability({ bins, ece, scaled }: NonNullable<RunReport['calibration']>): Markup {
  const title = scaled ? 'Reliability after temperature scaling' : 'Reliability';
  const words = scaled
    ? `Calibration error ${percent(scaled.ece)} at temperature ${score(scaled.temperature)}, fitted ${scaled.crossValidated ? 'by cross-validation within the faces that it was taught by' : 'on the validation split'}; ${percent(ece)} before scaling (hollow).`
    : `Calibration error ${percent(ece)}.`;
  const svg = reliabilityDiagram({
    title,
    description: words,
    bins: (scaled ?? { bins }).bins,
    ...(scaled && { before: bins }),
  });
  return markup`<figure>${inlineChart(svg)}<figcaption>${words}</figcaption></figure>`;
}

/** The scores that temperature scaling changes. WAR and UAR stay the same, because it preserves the ranking of the classes. */
function scaling({ scaled, ...before }: NonNullable<RunReport['calibration']>): Markup | undefined {
  if (!scaled || before.nll === undefined) return undefined;
  const row = (name: string, { ece, brier, nll }: CalibrationScores) => [name, percent(ece), score(brier), score(nll)];
  return markup`<h3>Temperature scaling</h3>${table(
    ['Probabilities', 'ECE', 'Brier', 'NLL'],
    [row('before scaling', before), row(`at temperature ${score(scaled.temperature)}`, scaled)],
    'few plain',
  )}`;
}

function rule({ goal, chosen, result, validationFaces }: AbstentionResult): Markup {
  const aim =
    'coverage' in goal
      ? `a coverage of ${percent(goal.coverage)}`
      : `an accuracy of ${percent(goal.accuracy)} among the answers`;
  if (!chosen || !result) {
    return markup`<h3>Confidence threshold</h3><p>No threshold reaches ${aim} on the ${count(validationFaces)} validation faces.</p>`;
  }
  const row = (name: string, faces: number, found: readonly Content[]) => [name, count(faces), ...found];
  return markup`<h3>Confidence threshold</h3><p>Answer if the confidence is at least ${score(chosen.threshold)}, chosen on the validation split for ${aim}.</p>${table(
    ['Split', 'Faces', 'Coverage', 'Accuracy of the answers'],
    [
      row('validation', validationFaces, [percent(chosen.coverage), percent(chosen.accuracy)]),
      row('evaluated', result.n, [
        markup`${percent(result.coverage)}<small>${percentRange(result.coverageInterval)}</small>`,
        markup`${percent(result.accuracy)}<small>${percentRange(result.accuracyInterval)}</small>`,
      ]),
    ],
    'few plain',
  )}`;
}

function coverage(curve: NonNullable<RunReport['abstention']>): Markup {
  const last = curve.at(-1);
  const wanted = [0.95, 0.9, 0.8].find(
    (accuracy) => accuracy > (last?.accuracy ?? 1) && pointForAccuracy(curve, accuracy),
  );
  const point = wanted === undefined ? undefined : pointForAccuracy(curve, wanted);
  const words =
    wanted !== undefined && point
      ? `With a threshold of ${score(point.threshold)} on the confidence, ${percent(point.coverage)} of the faces are answered, ${percent(point.accuracy)} of them correctly.`
      : 'Accuracy of the answers against the share of faces answered.';
  const svg = coverageCurve({ title: 'Accuracy against coverage', description: words, curve });
  return markup`<figure>${inlineChart(svg)}<figcaption>${words}</figcaption></figure>`;
}
