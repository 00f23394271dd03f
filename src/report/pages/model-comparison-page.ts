// The page of two models on the same faces: how far apart they are, how sure that is, and where they disagree.
import { plural } from '../../core/plural.ts';
import type { HardFace } from '../../evaluate/run-report.ts';
import type { Disagreement } from '../../evaluate/same-faces.ts';
import type { ModelComparison, ScoreDifference } from '../../metrics/model-comparison.ts';
import { inlineChart } from '../charts/chart.ts';
import { confusionMatrix } from '../charts/confusion-matrix.ts';
import { differencePlot } from '../charts/difference-plot.ts';
import { chance, count, percent, points } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import { hardestSection } from '../sections/hardest.ts';
import { honestySection } from '../sections/record.ts';
import { section, table } from '../sections/section.ts';
import { conditionSection } from './comparison-page.ts';
import { page } from './page.ts';

export interface ModelComparisonPage {
  /** What the models are called. */
  readonly names: readonly [string, string];
  readonly subtitle: string;
  readonly notice?: string | undefined;
  readonly found: ModelComparison;
  readonly classes: readonly string[];
  /** Whole people were resampled, not faces. */
  readonly byPeople: boolean;
  readonly disagreements: readonly Disagreement[];
  readonly hardest: readonly HardFace[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** More are in the table that lies beside the page. */
const shownFaces = 40;

/** A self-contained page; A is the first model, B the second, differences are B minus A. */
export const renderModelComparison = (given: ModelComparisonPage): string =>
  page({
    title: 'Two models on the same faces',
    subtitle: given.subtitle,
    notice: given.notice,
    head: headlineNumbers(given),
    parts: [
      ['Difference', differenceSection(given)],
      ['Counts', countSection(given)],
      ['Classes', classSection(given)],
      ['Disagreements', disagreementSection(given)],
      ['Hardest', hardestSection(given.hardest, 'Wrong by both models, the surest first, each person once.')],
      ['Conditions', conditionSection(given.conditions)],
      ['Limits', honestySection()],
    ],
    footer: '',
  });

const range = ([low, high]: readonly [number, number]): string => `${points(low)} to ${points(high)}`;

function headlineNumbers({ names, found }: ModelComparisonPage): Markup {
  const number = (title: string, { first, second, difference, interval }: ScoreDifference) =>
    markup`<div class="number"><h3>${title}, B minus A</h3><p class="big">${points(difference)}</p><p>95% interval ${range(interval)}</p><p>A ${percent(first)}, B ${percent(second)}</p></div>`;
  return markup`<p class="lead"><strong>A</strong> is ${names[0]}, <strong>B</strong> is ${names[1]}</p><div class="numbers">${number('WAR', found.war)}${number('UAR', found.uar)}<div class="number"><h3>McNemar’s exact test</h3><p class="big">${chance(found.mcnemar.p)}</p><p>two-sided</p></div><div class="number"><h3>Faces</h3><p class="big">${count(found.n)}</p><p>${count(found.disagreements.length)} with two answers</p></div></div>`;
}

function differenceSection({ found, byPeople }: ModelComparisonPage): Markup {
  const svg = differencePlot({
    title: 'B minus A',
    measure: '95% intervals of the paired bootstrap; filled where clear of 0',
    description: `WAR ${points(found.war.difference)}, UAR ${points(found.uar.difference)} points`,
    rows: [
      { name: 'WAR', ...found.war },
      { name: 'UAR', ...found.uar },
    ],
  });
  const sure = (name: string, { interval: [low, high] }: ScoreDifference) =>
    low > 0
      ? `By ${name}, B is better: the whole interval lies above 0.`
      : high < 0
        ? `By ${name}, A is better: the whole interval lies below 0.`
        : low <= 0
          ? `By ${name}, the difference may be chance: its interval holds 0.`
          : `By ${name}, nobody can say how sure the difference is: there are too few ${byPeople ? 'people' : 'faces'}.`;
  return section({
    id: 'difference',
    title: 'How far apart',
    lead: `Both are scored on the same drawn ${byPeople ? 'people' : 'faces'}, so that what is hard for both cancels out.`,
    body: markup`<ul class="findings"><li>${sure('WAR', found.war)}</li><li>${sure('UAR', found.uar)}</li></ul><div class="pair"><figure>${inlineChart(svg)}</figure></div>`,
  });
}

function countSection({ found }: ModelComparisonPage): Markup {
  const { mcnemar, bothRight, bothWrong, n } = found;
  const cell = (value: number) => markup`${count(value)}<small>${percent(value / n)}</small>`;
  return section({
    id: 'counts',
    title: 'Who is right where',
    lead: 'McNemar’s test looks at the faces that only one of the two has right: without a difference, each of these is a coin that falls to A or to B.',
    body: markup`${table(
      ['Faces', 'B right', 'B wrong'],
      [
        ['A right', cell(bothRight), cell(mcnemar.onlyFirst)],
        ['A wrong', cell(mcnemar.onlySecond), cell(bothWrong)],
      ],
      'few plain',
    )}<p>Only A ${count(mcnemar.onlyFirst)}, only B ${count(mcnemar.onlySecond)}: <strong>${chance(mcnemar.p)}</strong>, exact and two-sided.</p><p class="quiet">The test takes faces as independent. Where one person has many, p is too small, and the interval above is the better witness.</p>`,
  });
}

function classSection({ found }: ModelComparisonPage): Markup {
  const present = found.perClass.filter(({ n }) => n > 0);
  const svg = differencePlot({
    title: 'Recall of each class, B minus A',
    measure: '95% intervals of the paired bootstrap; filled where clear of 0',
    description: present.map(({ name, difference }) => `${name} ${points(difference)}`).join(', '),
    rows: present,
  });
  return section({
    id: 'classes',
    title: 'Class by class',
    lead: 'Of several classes some will look different by chance: one interval in twenty misses.',
    body: markup`<div class="pair"><figure>${inlineChart(svg)}</figure>${table(
      ['Class', 'Faces', 'A', 'B', 'B minus A'],
      present.map(({ name, n, first, second, difference, interval }) => [
        name,
        count(n),
        percent(first),
        percent(second),
        markup`${points(difference)}<small>${range(interval)}</small>`,
      ]),
      'few plain',
    )}</div>`,
  });
}

function disagreementSection({ found, classes, disagreements, names }: ModelComparisonPage): Markup {
  if (disagreements.length === 0) {
    return section({
      id: 'disagreements',
      title: 'Where they disagree',
      body: markup`<p>They agree on every face.</p>`,
    });
  }
  const svg = confusionMatrix({
    title: 'What A says and what B says',
    description: `${plural(found.disagreements.length, 'face')} with two answers`,
    classes,
    confusion: found.answers,
    under: 'Rows: A. Columns: B. Per cent of the row.',
  });
  const said = (name: string, label: string) => `${name === label ? '✓ ' : '✗ '}${name}`;
  const rows = disagreements
    .slice(0, shownFaces)
    .map(({ id, label, first, second }) => [id, label, said(first, label), said(second, label)]);
  const more = disagreements.length - rows.length;
  return section({
    id: 'disagreements',
    title: 'Where they disagree',
    lead: `${count(disagreements.length)} of ${count(found.n)} faces got two answers. On the diagonal both say the same.`,
    body: markup`<div class="pair"><figure>${inlineChart(svg)}</figure></div>${table(['Face', 'Label', `A: ${names[0]}`, `B: ${names[1]}`], rows, 'words')}${more > 0 && markup`<p class="quiet">And ${count(more)} more, in disagreements.csv.</p>`}`,
  });
}
