// The page of the few-shot experiment: curves over the number of shots, and tables of both protocols.
import type { Shots } from '../../experiments/few-shot-cells.ts';
import type { FewShotCurve, FewShotPoint, FewShotTable } from '../../experiments/few-shot-summary.ts';
import { spreadText } from '../../metrics/spread.ts';
import { inlineChart } from '../charts/chart.ts';
import { lineChart } from '../charts/line-chart.ts';
import { conditionsSection } from '../sections/conditions.ts';
import { limitsSection } from '../sections/limits.ts';
import { missingSection } from '../sections/missing.ts';
import { section, table } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { page } from './page.ts';

export interface FewShotPage {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  readonly tables: readonly FewShotTable[];
  readonly shots: readonly Shots[];
  readonly missing: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

const protocols = {
  'validation-free': 'Nothing is seen but the shots: settings are fixed or chosen by cross-validation within them.',
  validated: 'At most four more faces a class choose settings or the epoch.',
} as const;

export const renderFewShots = (given: FewShotPage): string =>
  page({
    title: given.title,
    subtitle: given.subtitle,
    notice: given.notice,
    parts: [
      ...given.tables.map(({ data }, at): [string, Markup] => [data, tableSection(given, at)]),
      ['Missing', missingSection(given.missing)],
      ['Conditions', conditionsSection(given.conditions)],
      ['Limits', limitsSection()],
    ],
    footer: '',
  });

function tableSection({ tables, shots }: FewShotPage, at: number): Markup {
  const { data, curves } = tables[at]!;
  const parts = (['validation-free', 'validated'] as const).flatMap((protocol) => {
    const own = curves.filter((curve) => curve.protocol === protocol);
    if (own.length === 0) return [];
    return [
      markup`<h3>${protocol === 'validated' ? 'Validated' : 'Validation-free'}</h3><p class="lead">${protocols[protocol]}</p>${charts(own)}${numbers(own, shots)}`,
    ];
  });
  return section({
    id: `data-${at}`,
    title: data === 'mean' ? 'Mean over the data sets' : data,
    lead: 'WAR on the test split, mean and sample standard deviation over draws. Bands are 95% intervals of the mean by Student’s t. Time is of one cell, without the features that all rows share; size is what a row keeps beside the frozen CLIP.',
    body: parts.length === 0 ? markup`<p>Nothing has been run yet.</p>` : parts,
  });
}

/** Few curves are legible in one chart: those that are best at the most shots go together, then the next. */
const perChart = 4;

function charts(curves: readonly FewShotCurve[]): Markup {
  const last = ({ points }: FewShotCurve) => points.at(-1)!.war.mean;
  const ordered = curves.filter(({ points }) => points.length > 1).sort((a, b) => last(b) - last(a));
  const limits = spanOf(ordered);
  const drawn = [];
  for (let begin = 0; begin < ordered.length; begin += perChart) {
    const own = ordered.slice(begin, begin + perChart);
    const svg = lineChart({
      title: begin === 0 ? 'Best at the most shots' : `The next ${own.length}`,
      description: `${own[0]!.row} reaches ${percent(last(own[0]!))}`,
      y: 'WAR',
      x: 'log2 of shots a class',
      width: 460,
      height: 280,
      limits,
      write: percent,
      writeTick: (value) => `${Math.round(value * 100)}%`,
      series: own.map(({ row, points }) => ({ name: row, points: points.flatMap(curvePoint) })),
    });
    drawn.push(markup`<figure>${inlineChart(svg)}</figure>`);
  }
  return markup`<div class="grid">${drawn}</div>`;
}

/** All faces have no place on the axis. */
function curvePoint({ shots, war }: FewShotPoint) {
  if (shots === 'all') return [];
  const half = intervalHalf(war.values.length, war.deviation);
  const band = Number.isFinite(half) ? { band: [war.mean - half, war.mean + half] as const } : {};
  return [{ x: Math.log2(shots), y: war.mean, ...band }];
}

/** 97.5 % points of Student's t by degrees of freedom; beyond, the normal one is near enough. */
const students = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26];

const intervalHalf = (n: number, deviation: number): number =>
  n < 2 ? Number.NaN : ((students[n - 2] ?? 1.96) * deviation) / Math.sqrt(n);

function spanOf(curves: readonly FewShotCurve[]): readonly [number, number] {
  const values = curves.flatMap(({ points }) => points.map(({ war }) => war.mean));
  const low = Math.min(...values, 1);
  const high = Math.max(...values, 0);
  return [Math.max(0, Math.floor(low * 20 - 1) / 20), Math.min(1, Math.ceil(high * 20 + 1) / 20)];
}

function numbers(curves: readonly FewShotCurve[], shots: readonly Shots[]): Markup {
  const rows = curves.map(({ row, about, points }) => {
    const last = points.at(-1)!;
    return [
      markup`${row}<small>${about}</small>`,
      ...shots.map((count) => {
        const point = points.find((one) => one.shots === count);
        return point === undefined ? '' : markup`${spreadText(point.war)}<small>UAR ${spreadText(point.uar)}</small>`;
      }),
      `${last.seconds.toPrecision(2)} s`,
      `${Math.round(last.kilobytes)} kB`,
    ];
  });
  return table(['Row', ...shots.map((count) => (count === 'all' ? 'all' : `${count}`)), 'Time', 'Size'], rows);
}
