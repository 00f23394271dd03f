// Conformal prediction sets: their guarantee, their coverage and their size.
import { plural } from '../../core/plural.ts';
import type { PredictionSets, RunReport } from '../../evaluate/run-report.ts';
import { barChart } from '../charts/bar-chart.ts';
import { inlineChart } from '../charts/chart.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, measure, percent, percentRange, score } from '../text/numbers.ts';
import { section, table } from './section.ts';

const names: Readonly<Record<string, readonly [name: string, about: string]>> = {
  lac: ['LAC', 'Least ambiguous sets: smallest on average, empty where no class fits'],
  aps: ['APS', 'Adaptive sets: larger and never empty, with more even coverage of easy and hard faces'],
};

const nameOf = ({ name, promiseFor }: PredictionSets): string =>
  `${names[name]?.[0] ?? name}${promiseFor === 'class' ? ', per class' : ''}`;

export function conformalSection({ conformal = [] }: RunReport): Markup | undefined {
  const [first] = conformal;
  if (!first) return undefined;
  return section({
    id: 'sets',
    title: 'Conformal prediction sets',
    lead: `Instead of one class, the model predicts a set of classes that should miss the true class for at most ${percent(first.alpha)} of the faces. The threshold for including a class was chosen on ${count(first.validationFaces)} validation faces.`,
    body: markup`${tableOf(conformal)}${conformal.map((sets) => markup`<div class="pair">${figure(sizes(sets))}${figure(coverages(sets))}</div>`)}<p class="quiet">${guaranteeText(conformal)} It assumes that the validation faces and these come from the same distribution. An empty set counts as missing the true class.</p>`,
  });
}

const guaranteeText = (conformal: readonly PredictionSets[]): string => {
  const isFor = (whom: PredictionSets['promiseFor']) => conformal.some(({ promiseFor }) => promiseFor === whom);
  if (!isFor('class')) return 'The guarantee is for all faces together; the coverage of single classes may be lower.';
  return `${isFor('all') ? 'The guarantee is for all faces together and, in rows marked “per class”, for the faces of each class.' : 'The guarantee is for the faces of each class.'} A class with too few validation faces is included in every set.`;
};

const figure = (svg: string): Markup => markup`<figure>${inlineChart(svg)}</figure>`;

const tableOf = (conformal: readonly PredictionSets[]): Markup =>
  table(
    ['Score', 'Guaranteed', 'Coverage', 'Mean size', 'One class', 'Empty', 'Threshold'],
    conformal.map((sets) => [
      markup`${nameOf(sets)}<small>${names[sets.name]?.[1]}</small>`,
      percent(1 - sets.alpha),
      markup`${percent(sets.coverage)}<small>${percentRange(sets.interval)}</small>`,
      measure(sets.meanSize),
      percent((sets.sizes[1] ?? 0) / sets.n),
      percent((sets.sizes[0] ?? 0) / sets.n),
      thresholdText(sets),
    ]),
  );

function thresholdText({ threshold, perClass }: PredictionSets): string {
  if (threshold !== undefined) return score(threshold);
  const own = perClass.map((one) => one.threshold);
  return `${score(Math.min(...own))}–${score(Math.max(...own))}`;
}

function sizes(sets: PredictionSets): string {
  // From the smallest to the largest set that occurs.
  const largest = sets.sizes.findLastIndex((faces) => faces > 0);
  const shown = sets.sizes
    .slice(0, largest + 1)
    .flatMap((faces, size) => (size === 0 && faces === 0 ? [] : [{ size, faces }]));
  return barChart({
    title: `Set sizes, ${nameOf(sets)}`,
    description: shown
      .map(({ faces, size }) => `${plural(size, 'class', 'classes')} ${percent(faces / sets.n)}`)
      .join(', '),
    measure: 'Share of the faces by number of classes in their set',
    bars: shown.map(({ size, faces }) => ({
      name: plural(size, 'class', 'classes'),
      value: faces / sets.n,
      note: count(faces),
    })),
  });
}

const coverages = (sets: PredictionSets): string =>
  barChart({
    title: `Coverage by class, ${nameOf(sets)}`,
    description: sets.perClass.map((own) => `${own.name} ${percent(own.coverage)}`).join(', '),
    measure: 'Share of the faces of a class whose set contains it',
    bars: sets.perClass.map((own) => ({
      name: own.name,
      value: own.coverage,
      note: `of ${count(own.n)}`,
      baseline: 1 - sets.alpha,
    })),
    baselineName: sets.promiseFor === 'class' ? 'guaranteed for each class' : 'guaranteed for all faces together',
  });
