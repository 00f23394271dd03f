// The page that compares two models on the same faces: differences with intervals and tests, and the faces they disagree on.
import { plural } from '../../core/plural.ts';
import type { HardFace } from '../../evaluate/run-report.ts';
import type { Disagreement } from '../../evaluate/same-faces.ts';
import type { ModelComparison, ScoreDifference } from '../../metrics/model-comparison.ts';
import { inlineChart } from '../charts/chart.ts';
import { confusionMatrix } from '../charts/confusion-matrix.ts';
import { differencePlot } from '../charts/difference-plot.ts';
import { conditionsSection } from '../sections/conditions.ts';
import { hardestSection } from '../sections/hardest.ts';
import { limitsSection } from '../sections/limits.ts';
import { section, table } from '../sections/section.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, percent, pValue, signedPoints } from '../text/numbers.ts';
import { page } from './page.ts';

export interface ModelComparisonPage {
  /** Names of the models. */
  readonly names: readonly [string, string];
  readonly subtitle: string;
  readonly notice?: string | undefined;
  readonly found: ModelComparison;
  readonly classes: readonly string[];
  /** Whether the bootstrap resampled people rather than faces. */
  readonly byPeople: boolean;
  readonly disagreements: readonly Disagreement[];
  readonly hardest: readonly HardFace[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** All of them are in disagreements.csv. */
const maximumRows = 40;

/** A self-contained page. A is the first model, B the second; differences are B minus A. */
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
      [
        'Hardest',
        hardestSection(
          given.hardest,
          'Faces that both models misclassify, most confident first, at most one per person.',
        ),
      ],
      ['Conditions', conditionsSection(given.conditions)],
      ['Limits', limitsSection()],
    ],
    footer: '',
  });

const range = ([low, high]: readonly [number, number]): string => `${signedPoints(low)} to ${signedPoints(high)}`;

function headlineNumbers({ names, found }: ModelComparisonPage): Markup {
  const number = (title: string, { first, second, difference, interval }: ScoreDifference) =>
    markup`<div class="number"><h3>${title}, B minus A</h3><p class="big">${signedPoints(difference)}</p><p>95% interval ${range(interval)}</p><p>A ${percent(first)}, B ${percent(second)}</p></div>`;
  return markup`<p class="lead"><strong>A</strong> is ${names[0]}, <strong>B</strong> is ${names[1]}</p><div class="numbers">${number('WAR', found.war)}${number('UAR', found.uar)}<div class="number"><h3>McNemar’s exact test</h3><p class="big">${pValue(found.mcnemar.p)}</p><p>two-sided</p></div><div class="number"><h3>Faces</h3><p class="big">${count(found.n)}</p><p>${count(found.disagreements.length)} classified differently</p></div></div>`;
}

function differenceSection({ found, byPeople }: ModelComparisonPage): Markup {
  const svg = differencePlot({
    title: 'B minus A',
    measure: '95% paired-bootstrap intervals; filled if 0 is outside',
    description: `WAR ${signedPoints(found.war.difference)}, UAR ${signedPoints(found.uar.difference)} points`,
    rows: [
      { name: 'WAR', ...found.war },
      { name: 'UAR', ...found.uar },
    ],
  });
  const verdict = (name: string, { interval: [low, high] }: ScoreDifference) =>
    low > 0
      ? `By ${name}, B is better: the whole interval is above 0.`
      : high < 0
        ? `By ${name}, A is better: the whole interval is below 0.`
        : low <= 0
          ? `By ${name}, the difference may be due to chance: its interval contains 0.`
          : `By ${name}, the uncertainty of the difference is unknown: there are too few ${byPeople ? 'people' : 'faces'}.`;
  return section({
    id: 'difference',
    title: 'Difference in performance',
    lead: `Each bootstrap sample scores both models on the same ${byPeople ? 'people' : 'faces'}, so that difficulties common to both cancel out.`,
    body: markup`<ul class="findings"><li>${verdict('WAR', found.war)}</li><li>${verdict('UAR', found.uar)}</li></ul><div class="pair"><figure>${inlineChart(svg)}</figure></div>`,
  });
}

function countSection({ found }: ModelComparisonPage): Markup {
  const { mcnemar, bothRight, bothWrong, n } = found;
  const cell = (value: number) => markup`${count(value)}<small>${percent(value / n)}</small>`;
  return section({
    id: 'counts',
    title: 'Where each model is right',
    lead: 'McNemar’s test considers the faces that exactly one model classifies correctly: if the models were equally good, each of these faces would favour A or B with equal probability.',
    body: markup`${table(
      ['Faces', 'B right', 'B wrong'],
      [
        ['A right', cell(bothRight), cell(mcnemar.onlyFirst)],
        ['A wrong', cell(mcnemar.onlySecond), cell(bothWrong)],
      ],
      'few plain',
    )}<p>Only A right on ${count(mcnemar.onlyFirst)}, only B on ${count(mcnemar.onlySecond)}: <strong>${pValue(mcnemar.p)}</strong>, exact and two-sided.</p><p class="quiet">The test assumes independent faces. With several faces per person, p is too small, and the interval above is more reliable.</p>`,
  });
}

function classSection({ found }: ModelComparisonPage): Markup {
  const present = found.perClass.filter(({ n }) => n > 0);
  const svg = differencePlot({
    title: 'Recall by class, B minus A',
    measure: '95% paired-bootstrap intervals; filled if 0 is outside',
    description: present.map(({ name, difference }) => `${name} ${signedPoints(difference)}`).join(', '),
    rows: present,
  });
  return section({
    id: 'classes',
    title: 'Differences by class',
    lead: 'With several classes, some will differ by chance: one interval in twenty misses the true difference.',
    body: markup`<div class="pair"><figure>${inlineChart(svg)}</figure>${table(
      ['Class', 'Faces', 'A', 'B', 'B minus A'],
      present.map(({ name, n, first, second, difference, interval }) => [
        name,
        count(n),
        percent(first),
        percent(second),
        markup`${signedPoints(difference)}<small>${range(interval)}</small>`,
      ]),
      'few plain',
    )}</div>`,
  });
}

function disagreementSection({ found, classes, disagreements, names }: ModelComparisonPage): Markup {
  if (disagreements.length === 0) {
    return section({
      id: 'disagreements',
      title: 'Disagreements',
      body: markup`<p>The models agree on every face.</p>`,
    });
  }
  const svg = confusionMatrix({
    title: 'Predictions of A and B',
    description: `${plural(found.disagreements.length, 'face')} classified differently`,
    classes,
    confusion: found.answers,
    under: 'Rows: A. Columns: B. Percentages of the row.',
  });
  const marked = (name: string, label: string) => `${name === label ? '✓ ' : '✗ '}${name}`;
  const rows = disagreements
    .slice(0, maximumRows)
    .map(({ id, label, first, second }) => [id, label, marked(first, label), marked(second, label)]);
  const more = disagreements.length - rows.length;
  return section({
    id: 'disagreements',
    title: 'Disagreements',
    lead: `The models classify ${count(disagreements.length)} of ${count(found.n)} faces differently. On the diagonal they agree.`,
    body: markup`<div class="pair"><figure>${inlineChart(svg)}</figure></div>${table(['Face', 'Label', `A: ${names[0]}`, `B: ${names[1]}`], rows, 'words')}${more > 0 && markup`<p class="quiet">${count(more)} more are listed in disagreements.csv.</p>`}`,
  });
}
