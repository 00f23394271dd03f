// The page of an experiment that compares variants over seeds: how they did, how sure that is, and what has not been run.
import { plural } from '../../core/plural.ts';
import { type Spread, spreadText } from '../../metrics/spread.ts';
import { inlineChart } from '../charts/chart.ts';
import { dotPlot } from '../charts/dot-plot.ts';
import { flatRecord } from '../flat-record.ts';
import { type Markup, markup } from '../markup.ts';
import { honestySection } from '../sections/record.ts';
import { section, table } from '../sections/section.ts';
import { page } from './page.ts';

export interface ComparedRow {
  readonly name: string;
  readonly about: string;
  readonly isBaseline: boolean;
  /** Runs that it is made of. */
  readonly runs: number;
  readonly war: Spread;
  readonly uar: Spread;
  readonly lastWar?: Spread;
}

export interface ComparisonPage {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  /** How the numbers came about, a sentence or two. */
  readonly lead: string;
  readonly rows: readonly ComparedRow[];
  /** Cells that are not there, by name. */
  readonly missing: readonly string[];
  /** What all have in common. */
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
      ['Conditions', conditionSection(given.conditions)],
      ['Limits', honestySection()],
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
    body: markup`<div class="pair">${plot('WAR', 'Part of the faces that is right', 'war')}${plot('UAR', 'Mean recall of the classes', 'uar')}</div>${table(['', 'WAR', 'UAR', ...last, 'runs'], cells)}<p class="quiet">Dots are seeds; the bar is their mean, the line their sample deviation. A difference that is smaller than the deviations shows nothing. Hollow: baselines.</p>`,
  });
}

export function missingSection(missing: readonly string[]): Markup | undefined {
  if (missing.length === 0) return undefined;
  return section({
    id: 'missing',
    title: 'What is missing',
    lead: `${plural(missing.length, 'cell has', 'cells have')} not been run: means are of what is there. The same command goes on where it stopped.`,
    body: markup`<ul>${missing.map((name) => markup`<li><code>${name}</code></li>`)}</ul>`,
  });
}

export const conditionSection = (conditions: Readonly<Record<string, unknown>>): Markup =>
  section({
    id: 'conditions',
    title: 'Conditions',
    lead: 'What all of these numbers have in common.',
    body: markup`<dl class="record">${flatRecord(conditions).map(([key, value]) => markup`<div><dt>${key}</dt><dd>${value}</dd></div>`)}</dl>`,
  });
