// Accuracy against coverage: how accurate the answers are when only the most confident ones are given.
import { bisectLeft } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type AbstentionPoint, pointForCoverage } from '../../metrics/abstention.ts';
import { markup } from '../text/markup.ts';
import { percent, score } from '../text/numbers.ts';
import { baseAxis, place, ticksOf, valueAxis } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface CoverageCurve extends Caption, Partial<Size> {
  readonly curve: readonly AbstentionPoint[];
}

const named = [0.5, 0.8, 1];

export function coverageCurve(given: CoverageCurve): string {
  const { width = 400, height = 360, curve } = given;
  if (curve.length === 0) return emptyChart(given, { width, height });
  const frame = { left: 44, right: width - 16, top: 48, bottom: height - 38 };
  const across = scaleLinear([0, 1], [frame.left, frame.right]);
  // The first few faces jump between 0 and 100%: below a coverage of 5% the curve is noise.
  const drawn = thinned(
    curve.slice(
      bisectLeft(
        curve.map(({ coverage }) => coverage),
        Math.min(0.05, curve.at(-1)!.coverage),
      ),
    ),
  );
  const lowest = Math.min(...drawn.map(({ accuracy }) => accuracy));
  const up = scaleLinear([Math.max(0, lowest - 0.05), 1], [frame.bottom, frame.top]).nice(5);
  const path = line<AbstentionPoint>(
    ({ coverage }) => across(coverage),
    ({ accuracy }) => up(accuracy),
  ).digits(2);
  const inPercent = (value: number) => `${Math.round(value * 100)}%`;
  const marks = named.map((coverage) => pointForCoverage(curve, coverage)).filter((point) => point !== undefined);
  return chart(
    given,
    { width, height },
    markup`${heading(given.title, 'Accuracy of the answers')}${valueAxis(frame, ticksOf(up, 5, inPercent))}<path class="curve line-0" d="${path(drawn) ?? ''}"/>${marks.map(
      ({ coverage, accuracy, threshold }) => {
        const [x, y] = [place(across(coverage)), place(up(accuracy))];
        const below = y < frame.bottom - 34;
        return markup`<circle class="fill" cx="${x}" cy="${y}" r="4.5"><title>Confidence at least ${score(threshold)}: ${percent(coverage)} of the faces answered, ${percent(accuracy)} correctly</title></circle><text class="strong halo end" x="${x + 4}" y="${y + (below ? 20 : -22)}">${percent(accuracy)}</text><text class="muted small halo end" x="${x + 4}" y="${y + (below ? 32 : -10)}">≥ ${score(threshold)}</text>`;
      },
    )}${baseAxis(frame, ticksOf(across, 5, inPercent), 'coverage: share of the faces answered')}`,
  );
}

/** At most about 200 points, including the last; more could not be distinguished. */
const thinned = (points: readonly AbstentionPoint[]): AbstentionPoint[] => {
  const stride = Math.ceil(points.length / 200);
  return points.filter((_, index) => index % stride === 0 || index === points.length - 1);
};
