// Sets of classes in place of one class: what was promised, how often they hold the truth, and how large they are.
import { plural } from '../../core/plural.ts';
import type { PredictionSets, RunReport } from '../../evaluate/run-report.ts';
import { barChart } from '../charts/bar-chart.ts';
import { inlineChart } from '../charts/chart.ts';
import { count, measure, percent, percentRange, score } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import { section, table } from './section.ts';

const names: Readonly<Record<string, readonly [name: string, about: string]>> = {
  lac: ['LAC', 'Least ambiguous: the smallest sets, empty where no class fits'],
  aps: ['APS', 'Adaptive: larger sets and never empty, fairer to hard faces'],
};

const nameOf = ({ name, promiseFor }: PredictionSets): string =>
  `${names[name]?.[0] ?? name}${promiseFor === 'class' ? ', class by class' : ''}`;

export function conformalSection({ conformal = [] }: RunReport): Markup | undefined {
  const [first] = conformal;
  if (!first) return undefined;
  return section({
    id: 'sets',
    title: 'Sets that hold the truth',
    lead: `Instead of one class, a set: so many classes that at most ${percent(first.alpha)} of the faces should have theirs missing. How sure a class must be to get in was chosen on ${count(first.validationFaces)} validation faces.`,
    body: markup`${tableOf(conformal)}${conformal.map((sets) => markup`<div class="pair">${figure(sizes(sets))}${figure(coverages(sets))}</div>`)}<p class="quiet">${promiseText(conformal)} It holds if validation faces and these were drawn alike. An empty set counts as one that misses the truth.</p>`,
  });
}

const promiseText = (conformal: readonly PredictionSets[]): string => {
  const isFor = (whom: PredictionSets['promiseFor']) => conformal.some(({ promiseFor }) => promiseFor === whom);
  if (!isFor('class')) return 'The promise is for all faces together; single classes may be covered less.';
  return `${isFor('all') ? 'The promise is for all faces together, and where it says “class by class” for the faces of each class.' : 'The promise is for the faces of each class.'} A class with too few validation faces is in every set.`;
};

const figure = (svg: string): Markup => markup`<figure>${inlineChart(svg)}</figure>`;

const tableOf = (conformal: readonly PredictionSets[]): Markup =>
  table(
    ['Score', 'Promised', 'Coverage', 'Classes a set', 'One class', 'Empty', 'Threshold'],
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
  // From the smallest set there is to the largest.
  const largest = sets.sizes.findLastIndex((faces) => faces > 0);
  const shown = sets.sizes
    .slice(0, largest + 1)
    .flatMap((faces, size) => (size === 0 && faces === 0 ? [] : [{ size, faces }]));
  return barChart({
    title: `Set sizes, ${nameOf(sets)}`,
    description: shown
      .map(({ faces, size }) => `${plural(size, 'class', 'classes')} ${percent(faces / sets.n)}`)
      .join(', '),
    measure: 'Part of the faces whose set has so many classes',
    bars: shown.map(({ size, faces }) => ({
      name: plural(size, 'class', 'classes'),
      value: faces / sets.n,
      note: count(faces),
    })),
  });
}

const coverages = (sets: PredictionSets): string =>
  barChart({
    title: `Coverage of each class, ${nameOf(sets)}`,
    description: sets.perClass.map((own) => `${own.name} ${percent(own.coverage)}`).join(', '),
    measure: 'Part of the faces of a class whose set holds it',
    bars: sets.perClass.map((own) => ({
      name: own.name,
      value: own.coverage,
      note: `of ${count(own.n)}`,
      baseline: 1 - sets.alpha,
    })),
    baselineName: sets.promiseFor === 'class' ? 'promised for each class' : 'promised for all together',
  });
