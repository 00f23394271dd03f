// The page of a cross-data-set experiment: the matrix, what it is made of, and whom it leaves out.
import { plural } from '../../core/plural.ts';
import type { CrossMatrix } from '../../experiments/cross-cells.ts';
import { spreadText } from '../../metrics/spread.ts';
import { inlineChart } from '../charts/chart.ts';
import { type MatrixCell, scoreMatrix } from '../charts/score-matrix.ts';
import { count, percentRange } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import { honestySection } from '../sections/record.ts';
import { section, table } from '../sections/section.ts';
import { conditionSection, missingSection } from './comparison-page.ts';
import { page } from './page.ts';

export interface CrossPage extends CrossMatrix {
  readonly title: string;
  readonly subtitle: string;
  readonly notice?: string | undefined;
  /** Rows and columns of the same data set. */
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
      ['Conditions', conditionSection(given.conditions)],
      ['Limits', honestySection()],
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
    title: 'Trained on one, tested on another',
    lead: 'Rows: what the prompts were trained on. Columns: what they were tested on. Framed: faces of the same data set, that were not trained on. What is lost off the frames is what does not carry over: other cameras, other people, other labellers.',
    body: markup`<div class="pair">${matrix('WAR', 'Part of the faces that is right', 'war')}${matrix('UAR', 'Mean recall of the classes that occur', 'uar')}</div>`,
  });
}

function cellSection({ entries }: CrossPage): Markup | undefined {
  const told = entries.flat().flatMap((entry) => (entry === undefined ? [] : [entry]));
  if (told.length === 0) return undefined;
  const rows = told.map(({ train, test, war, uar, cells }) => {
    const [first] = cells;
    const only = cells.length === 1 ? first : undefined;
    const outs = Object.entries(first!.leftOut).map(([name, n]) => `${count(n)} ${name}`);
    if (first!.seen > 0) outs.push(`${count(first!.seen)} seen in training`);
    return [
      markup`${train} → ${test}<small>${plural(cells.length, 'run')}</small>`,
      count(first!.n),
      markup`${spreadText(war)}${only && markup`<small>${percentRange(only.interval.war)}</small>`}`,
      markup`${spreadText(uar)}${only && markup`<small>${percentRange(only.interval.uar)}</small>`}`,
      outs.join(', ') || 'none',
    ];
  });
  return section({
    id: 'cells',
    title: 'Every cell',
    lead: 'Of one run the 95% bootstrap interval, of several their sample deviation. Faces of classes that the model does not know are left out and counted; the model may still answer with a class that the test set lacks, which is wrong.',
    body: table(['', 'faces', 'WAR', 'UAR', 'left out'], rows),
  });
}
