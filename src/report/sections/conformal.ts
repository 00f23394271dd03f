// Sets of classes in place of one class: what was promised, how often they hold the truth, and how large they are.
import { barChart } from '../bar-chart.ts';
import { inlineChart } from '../chart.ts';
import { count, measure, percent, percentRange, score } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import type { PredictionSets, RunReport } from '../run-report.ts';
import { section, table } from './section.ts';

const names: Readonly<Record<string, readonly [name: string, about: string]>> = {
  lac: ['LAC', 'Least ambiguous: the smallest sets, empty where no class fits'],
  aps: ['APS', 'Adaptive: larger sets and never empty, fairer to hard faces'],
};

const nameOf = (name: string): string => names[name]?.[0] ?? name;

export function conformalSection({ conformal = [] }: RunReport): Markup | undefined {
  const [first] = conformal;
  if (!first) return undefined;
  return section({
    id: 'sets',
    title: 'Sets that hold the truth',
    lead: `Instead of one class, a set: so many classes that at most ${percent(first.alpha)} of the faces should have theirs missing. How sure a class must be to get in was chosen on ${count(first.validationFaces)} validation faces.`,
    body: markup`${tableOf(conformal)}${conformal.map((sets) => markup`<div class="pair">${figure(sizes(sets))}${figure(coverages(sets))}</div>`)}<p class="quiet">The promise is for all faces together and holds if validation faces and these were drawn alike; single classes may be covered less. An empty set counts as one that misses the truth.</p>`,
  });
}

const figure = (svg: string): Markup => markup`<figure>${inlineChart(svg)}</figure>`;

const tableOf = (conformal: readonly PredictionSets[]): Markup =>
  table(
    ['Score', 'Promised', 'Coverage', 'Classes a set', 'One class', 'Empty', 'Threshold'],
    conformal.map(({ name, alpha, coverage, interval, meanSize, sizes, n, threshold }) => [
      markup`${nameOf(name)}<small>${names[name]?.[1]}</small>`,
      percent(1 - alpha),
      markup`${percent(coverage)}<small>${percentRange(interval)}</small>`,
      measure(meanSize),
      percent((sizes[1] ?? 0) / n),
      percent((sizes[0] ?? 0) / n),
      score(threshold),
    ]),
  );

const sizes = ({ name, sizes, n }: PredictionSets): string =>
  barChart({
    title: `Set sizes, ${nameOf(name)}`,
    description: sizes.map((faces, size) => `${size} classes ${percent(faces / n)}`).join(', '),
    measure: 'Part of the faces whose set has so many classes',
    bars: sizes.flatMap((faces, size) =>
      // No row for the empty set where the score makes none.
      size === 0 && faces === 0
        ? []
        : [{ name: size === 1 ? '1 class' : `${size} classes`, value: faces / n, note: count(faces) }],
    ),
  });

const coverages = ({ name, alpha, perClass }: PredictionSets): string =>
  barChart({
    title: `Coverage of each class, ${nameOf(name)}`,
    description: perClass.map((own) => `${own.name} ${percent(own.coverage)}`).join(', '),
    measure: 'Part of the faces of a class whose set holds it',
    bars: perClass.map((own) => ({
      name: own.name,
      value: own.coverage,
      note: `of ${count(own.n)}`,
      baseline: 1 - alpha,
    })),
    baselineName: 'promised for all together',
  });
