// How far the model's confidence can be believed, and what is gained by not answering.
import { pointForAccuracy } from '../../metrics/abstention.ts';
import { inlineChart } from '../chart.ts';
import { coverageCurve } from '../coverage-curve.ts';
import { percent, score } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import { reliabilityDiagram } from '../reliability-diagram.ts';
import type { RunReport } from '../run-report.ts';
import { section } from './section.ts';

export function calibrationSection({ calibration, abstention }: RunReport): Markup | undefined {
  if (!calibration && !abstention) return undefined;
  return section({
    id: 'calibration',
    title: 'What the confidence is worth',
    lead: 'A calibrated model is right as often as it says: its dots lie on the diagonal. One that knows when it does not know gains accuracy by leaving unsure faces without an answer.',
    body: markup`<div class="pair">${calibration && reliability(calibration)}${abstention && coverage(abstention)}</div>`,
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
