// The page of an experiment that compares variants over seeds: scores, their spread, and missing results.
import { type Spread, spreadText } from '../../metrics/spread.ts';
import { inlineChart } from '../charts/chart.ts';
import { dotPlot } from '../charts/dot-plot.ts';
import { conditionsSection } from '../sections/conditions.ts';
import { limitsSection } from '../sections/limits.ts';
import { missingSection } from '../sections/missing.ts';
import { section, table } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { page } from './page.ts';

export interface ComparedRow {
  readonly name: string;
  readonly about: string;
  readonly isBaseline: boolean;
  /** Number of runs. */
  readonly runs: number;
  readonly war: Spread;
  readonly uar: Spread;
  readonly lastWar?: Spread;
}

export interface ComparisonPage {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  /** How the numbers were obtained, in a sentence or two. */
  readonly lead: string;
  readonly rows: readonly ComparedRow[];
  /** Names of the cells that have not been run. */
  readonly missing: readonly string[];
  /** What all results have in common. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

export const renderComparison = (given: ComparisonPage): string =>
  page({
    title: given.title,
    subtitle: given.subtitle,
    notice: given.notice,
    parts: [
      ['Result', resultSection(given)],
      ['Missing', missingSection(given.missing)],
      ['Conditions', conditionsSection(given.conditions)],
      ['Limits', limitsSection()],
    ],
    footer: '',
  });

function resultSection({ rows, lead }: ComparisonPage): Markup {
  if (rows.length === 0)
    return section({ id: 'result', title: 'Result', body: markup`<p>Nothing has been run yet.</p>` });
  const plot = (title: string, measure: string, key: 'war' | 'uar') => {
    const best = rows.reduce((one, other) => (other[key].mean > one[key].mean ? other : one));
    const svg = dotPlot({
      title,
      measure,
      description: `${best.name} has the highest mean, ${spreadText(best[key])}`,
      rows: rows.map(({ name, isBaseline, ...row }) => ({ name, isBaseline, ...row[key] })),
    });
    return markup`<figure>${inlineChart(svg)}</figure>`;
  };
  const cells = rows.map(({ name, about, runs, war, uar, lastWar }) => [
    markup`${name}<small>${about}</small>`,
    spreadText(war),
    spreadText(uar),
    ...(lastWar ? [spreadText(lastWar)] : []),
    runs,
  ]);
  const last = rows.some((row) => row.lastWar) ? ['WAR, last epoch'] : [];
  return section({
    id: 'result',
    title: 'Result',
    lead,
    body: markup`<div class="pair">${plot('WAR', 'Accuracy', 'war')}${plot('UAR', 'Mean recall over classes', 'uar')}</div>${table(['Variant', 'WAR', 'UAR', ...last, 'Runs'], cells)}<p class="quiet">Dots are seeds, the bar is their mean and the line spans one sample standard deviation to each side. Differences smaller than the standard deviations are not conclusive. Hollow dots are baselines.</p>`,
  });
}
