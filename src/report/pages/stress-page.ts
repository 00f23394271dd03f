// The page of a stress test: accuracy against severity, with one small chart per perturbation.
import { nounFor } from '../../core/plural.ts';
import type { StressCell } from '../../experiments/stress.ts';
import { inlineChart } from '../charts/chart.ts';
import { lineChart } from '../charts/line-chart.ts';
import { conditionsSection } from '../sections/conditions.ts';
import { limitsSection } from '../sections/limits.ts';
import { missingSection } from '../sections/missing.ts';
import { section, table } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, percent, percentRange } from '../text/numbers.ts';
import { page } from './page.ts';

export interface StressLine {
  readonly name: string;
  readonly about: string;
  /** In order of severity, starting with the original faces. */
  readonly points: readonly Omit<StressCell, 'perturbation'>[];
  /** The perturbed synthetic face: `data:` URLs in order of severity. */
  readonly pictures?: readonly string[] | undefined;
}

export interface StressPage {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  readonly lines: readonly StressLine[];
  readonly missing: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

export const renderStress = (given: StressPage): string =>
  page({
    title: given.title,
    subtitle: given.subtitle,
    notice: given.notice,
    parts: [
      ['Curves', curveSection(given)],
      ['Numbers', numberSection(given)],
      ['Pictures', pictureSection(given)],
      ['Missing', missingSection(given.missing)],
      ['Conditions', conditionsSection(given.conditions)],
      ['Limits', limitsSection()],
    ],
    footer: '',
  });

function curveSection({ lines }: StressPage): Markup {
  const present = lines.filter(({ points }) => points.length > 0);
  const best = Math.max(0, ...present.flatMap(({ points }) => points.flatMap(({ interval }) => interval.war[1])));
  // One scale for all charts makes their slopes comparable.
  const limits = [0, Math.min(1, Math.ceil(best * 5) / 5 || 1)] as const;
  const charts = present.map(({ name, about, points }) => {
    const worst = points.at(-1)!;
    const svg = lineChart({
      title: name,
      y: about,
      x: 'severity',
      limits,
      width: 340,
      height: 230,
      description: `WAR goes from ${percent(points[0]!.war)} to ${percent(worst.war)} at severity ${worst.severity}`,
      write: percent,
      writeTick: (value) => `${Math.round(value * 100)}%`,
      series: [
        {
          name: 'WAR',
          points: points.map(({ severity, war, interval }) => ({ x: severity, y: war, band: interval.war })),
        },
        { name: 'UAR', points: points.map(({ severity, uar }) => ({ x: severity, y: uar })) },
      ],
    });
    return markup`<figure>${inlineChart(svg)}</figure>`;
  });
  const n = present[0]?.points[0]?.n;
  return section({
    id: 'curves',
    title: 'Accuracy against severity',
    lead: `${n === undefined ? '' : `The same ${count(n)} ${nounFor(n, 'face')} at every point. `}Severity 0 is the original faces. The band is the 95% bootstrap interval of WAR.`,
    body: charts.length === 0 ? markup`<p>Nothing has been run yet.</p>` : markup`<div class="grid">${charts}</div>`,
  });
}

function numberSection({ lines }: StressPage): Markup | undefined {
  const present = lines.filter(({ points }) => points.length > 0);
  if (present.length === 0) return undefined;
  const severities = [...new Set(present.flatMap(({ points }) => points.map(({ severity }) => severity)))].sort();
  const rows = present.map(({ name, about, points }) => [
    markup`${name}<small>${about}</small>`,
    ...severities.map((severity) => {
      const point = points.find((one) => one.severity === severity);
      if (point === undefined) return '';
      return markup`${percent(point.war)}<small>${percentRange(point.interval.war)}</small><small>${severity === 0 ? 'original' : point.level}</small>`;
    }),
  ]);
  return section({
    id: 'numbers',
    title: 'WAR at each severity',
    lead: 'With its 95% interval and the level of the perturbation.',
    body: table(['Perturbation', ...severities.map(String)], rows),
  });
}

function pictureSection({ lines }: StressPage): Markup | undefined {
  const shown = lines.filter(({ pictures = [] }) => pictures.length > 0);
  if (shown.length === 0) return undefined;
  const rows = shown.map(({ name, pictures = [] }) => [
    name,
    ...pictures.map(
      (url, severity) => markup`<img src="${url}" width="88" height="88" alt="${name}, severity ${severity}">`,
    ),
  ]);
  return section({
    id: 'pictures',
    title: 'What the severities look like',
    lead: 'Applied to a synthetic face; no one from the data set is shown.',
    body: table(['Perturbation', ...shown[0]!.pictures!.map((_, severity) => String(severity))], rows, 'words'),
  });
}
