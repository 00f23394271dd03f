// The page of a cross-data-set experiment: the matrix, its cells, and the faces excluded from each.
import { plural } from '../../core/plural.ts';
import type { CrossMatrix } from '../../experiments/cross-cells.ts';
import { spreadText } from '../../metrics/spread.ts';
import { inlineChart } from '../charts/chart.ts';
import { type MatrixCell, scoreMatrix } from '../charts/score-matrix.ts';
import { conditionsSection } from '../sections/conditions.ts';
import { limitsSection } from '../sections/limits.ts';
import { missingSection } from '../sections/missing.ts';
import { section, table } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, percentRange } from '../text/numbers.ts';
import { page } from './page.ts';

export interface CrossPage extends CrossMatrix {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  /** Pairs of row and column from the same data set. */
  readonly framed: readonly (readonly string[])[];
  readonly missing: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

export const renderCross = (given: CrossPage): string =>
  page({
    title: given.title,
    subtitle: given.subtitle,
    notice: given.notice,
    parts: [
      ['Matrix', matrixSection(given)],
      ['Cells', cellSection(given)],
      ['Missing', missingSection(given.missing)],
      ['Conditions', conditionsSection(given.conditions)],
      ['Limits', limitsSection()],
    ],
    footer: '',
  });

function matrixSection({ rows, columns, entries, framed }: CrossPage): Markup {
  const matrix = (title: string, under: string, key: 'war' | 'uar') => {
    const cells = entries.map((line) =>
      line.map((entry): MatrixCell | undefined =>
        entry === undefined
          ? undefined
          : {
              value: entry[key].mean,
              isOwn: framed.some(([train, test]) => train === entry.train && test === entry.test),
              ...(Number.isFinite(entry[key].deviation) && { note: `± ${(100 * entry[key].deviation).toFixed(1)}` }),
            },
      ),
    );
    const words = entries
      .flat()
      .flatMap((entry) => (entry ? [`${entry.train} on ${entry.test} ${spreadText(entry[key])}`] : []));
    const svg = scoreMatrix({ title, under, description: words.join(', '), rows, columns, cells });
    return markup`<figure>${inlineChart(svg)}</figure>`;
  };
  return section({
    id: 'matrix',
    title: 'Transfer between data sets',
    lead: 'Rows are the data sets the prompts were trained on, columns those they were tested on. Framed cells test on other faces of the training data set. The drop outside the frames is what does not transfer: to other cameras, other people and other annotators.',
    body: markup`<div class="pair">${matrix('WAR', 'Accuracy', 'war')}${matrix('UAR', 'Mean recall over the classes that occur', 'uar')}</div>`,
  });
}

function cellSection({ entries }: CrossPage): Markup | undefined {
  const present = entries.flat().flatMap((entry) => (entry === undefined ? [] : [entry]));
  if (present.length === 0) return undefined;
  const rows = present.map(({ train, test, war, uar, cells }) => {
    const [first] = cells;
    const only = cells.length === 1 ? first : undefined;
    const excluded = Object.entries(first!.leftOut).map(([name, n]) => `${count(n)} ${name}`);
    if (first!.seen > 0) excluded.push(`${count(first!.seen)} seen in training`);
    return [
      markup`${train} → ${test}<small>${plural(cells.length, 'run')}</small>`,
      count(first!.n),
      markup`${spreadText(war)}${only && markup`<small>${percentRange(only.interval.war)}</small>`}`,
      markup`${spreadText(uar)}${only && markup`<small>${percentRange(only.interval.uar)}</small>`}`,
      excluded.join(', ') || 'none',
    ];
  });
  return section({
    id: 'cells',
    title: 'All cells',
    lead: 'With a single run, the 95% bootstrap interval is shown; with several, their sample standard deviation. Faces whose class the model does not know are excluded and counted. The model may still predict a class that the test set lacks, which counts as an error.',
    body: table(['Data sets', 'Faces', 'WAR', 'UAR', 'Excluded faces'], rows),
  });
}
