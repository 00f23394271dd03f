// How far the model's confidence can be believed, and what is gained by not answering.

import type { CalibrationScores, RunReport } from '../../evaluate/run-report.ts';
import { pointForAccuracy } from '../../metrics/abstention.ts';
import type { AbstentionResult } from '../../metrics/abstention-rule.ts';
import { inlineChart } from '../charts/chart.ts';
import { coverageCurve } from '../charts/coverage-curve.ts';
import { reliabilityDiagram } from '../charts/reliability-diagram.ts';
import { count, percent, percentRange, score } from '../figures.ts';
import { type Content, type Markup, markup } from '../markup.ts';
import { section, table } from './section.ts';

export function calibrationSection({ calibration, abstention, abstentionRule }: RunReport): Markup | undefined {
  if (!calibration && !abstention) return undefined;
  return section({
    id: 'calibration',
    title: 'What the confidence is worth',
    lead: 'A calibrated model is right as often as it says: its dots lie on the diagonal. One that knows when it does not know gains accuracy by leaving unsure faces without an answer.',
    body: markup`<div class="pair">${calibration && reliability(calibration)}${abstention && coverage(abstention)}</div>${calibration?.scaled && scaling(calibration)}${abstentionRule && rule(abstentionRule)}`,
  });
}

function reliability({ bins, ece, scaled }: NonNullable<RunReport['calibration']>): Markup {
  const title = scaled ? 'Reliability after temperature scaling' : 'Reliability';
  const words = scaled
    ? `Calibration error ${percent(scaled.ece)} at temperature ${score(scaled.temperature)}, fitted on validation; ${percent(ece)} before (hollow).`
    : `Calibration error ${percent(ece)}.`;
  const svg = reliabilityDiagram({
    title,
    description: words,
    bins: (scaled ?? { bins }).bins,
    ...(scaled && { before: bins }),
  });
  return markup`<figure>${inlineChart(svg)}<figcaption>${words}</figcaption></figure>`;
}

/** The scores that a temperature changes, before and after. WAR and UAR stay: it moves no class before another. */
function scaling({ scaled, ...before }: NonNullable<RunReport['calibration']>): Markup | undefined {
  if (!scaled || before.nll === undefined) return undefined;
  const row = (name: string, { ece, brier, nll }: CalibrationScores) => [name, percent(ece), score(brier), score(nll)];
  return markup`<h3>Temperature</h3>${table(
    ['Probabilities', 'ECE', 'Brier', 'NLL'],
    [row('as trained', before), row(`at temperature ${score(scaled.temperature)}`, scaled)],
    'few plain',
  )}`;
}

function rule({ goal, chosen, result, validationFaces }: AbstentionResult): Markup {
  const wish =
    'coverage' in goal
      ? `give ${percent(goal.coverage)} of the faces an answer`
      : `have ${percent(goal.accuracy)} of the answers right`;
  if (!chosen || !result) {
    return markup`<h3>Threshold</h3><p>No threshold does ${wish} on the ${count(validationFaces)} validation faces.</p>`;
  }
  const row = (name: string, faces: number, found: readonly Content[]) => [name, count(faces), ...found];
  return markup`<h3>Threshold</h3><p>Chosen on validation to ${wish}: answer from a confidence of ${score(chosen.threshold)}.</p>${table(
    ['Faces', 'Number', 'Coverage', 'Right of the answers'],
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
      ? `Answering from a confidence of ${score(point.threshold)} gives ${percent(point.coverage)} of the faces an answer, of which ${percent(point.accuracy)} are right.`
      : 'Accuracy of the answers, by the part of the faces that get one.';
  const svg = coverageCurve({ title: 'Accuracy against coverage', description: words, curve });
  return markup`<figure>${inlineChart(svg)}<figcaption>${words}</figcaption></figure>`;
}
