// The page of base-to-new: for each data set the halves of its classes, the harmonic mean against the shots, and a table.
import { type BaseToNewTable, halvesText } from '../../experiments/base-to-new-summary.ts';
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

export interface BaseToNewPage {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  readonly tables: readonly BaseToNewTable[];
  readonly missing: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

export const renderBaseToNew = (given: BaseToNewPage): string =>
  page({
    title: given.title,
    subtitle: given.subtitle,
    notice: given.notice,
    parts: [
      ...given.tables.map((one, at): [string, Markup] => [one.data, tableSection(one, at)]),
      ['Missing', missingSection(given.missing)],
      ['Conditions', conditionsSection(given.conditions)],
      ['Limits', limitsSection()],
    ],
    footer: '',
  });

function tableSection(given: BaseToNewTable, at: number): Markup {
  const { data, halves, rows } = given;
  const body =
    rows.length === 0
      ? markup`<p>Nothing has been run yet.</p>`
      : markup`${chart(given)}${table(
          ['Row', 'Shots a class', 'Base', 'New', 'Harmonic mean', 'All classes'],
          rows.flatMap(({ row, about, points }) =>
            points.map((point) => [
              markup`${row}<small>${about}</small>`,
              `${point.shots}`,
              spreadText(point.base),
              spreadText(point.new),
              spreadText(point.harmonic),
              spreadText(point.all),
            ]),
          ),
        )}`;
  return section({
    id: `data-${at}`,
    title: data === 'mean' ? 'Mean over the data sets' : data,
    lead: 'Accuracy on the test split, mean and sample standard deviation over draws: of faces of trained (base) classes among these, of faces of classes that are only described (new) among those, their harmonic mean, and of all faces among all classes.',
    body: markup`${halves && markup`<p>${halvesText(halves)}</p>`}${body}`,
  });
}

/** The harmonic mean by shots, of the four best rows; all faces have no place on the axis. */
function chart({ rows }: BaseToNewTable): Markup | undefined {
  const series = rows
    .map(({ row, points }) => ({
      name: row,
      points: points.flatMap(({ shots, harmonic }) =>
        shots === 'all' ? [] : [{ x: Math.log2(shots), y: harmonic.mean }],
      ),
    }))
    .filter(({ points }) => points.length > 1)
    .sort((a, b) => b.points.at(-1)!.y - a.points.at(-1)!.y)
    .slice(0, 4);
  if (series.length === 0) return undefined;
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  const svg = lineChart({
    title: 'Harmonic mean of base and new classes',
    description: `${series[0]!.name} reaches ${percent(series[0]!.points.at(-1)!.y)}`,
    y: 'harmonic mean',
    x: 'log2 of shots a class',
    width: 460,
    height: 280,
    limits: [
      Math.max(0, Math.floor(Math.min(...values) * 20 - 1) / 20),
      Math.min(1, Math.ceil(Math.max(...values) * 20 + 1) / 20),
    ],
    write: percent,
    writeTick: (value) => `${Math.round(value * 100)}%`,
    series,
  });
  return markup`<div class="grid"><figure>${inlineChart(svg)}</figure></div>`;
}
