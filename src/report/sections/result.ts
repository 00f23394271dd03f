// The results of a run: headline numbers with intervals, gains over zero-shot, recall by class and confusions.
import { nounFor } from '../../core/plural.ts';
import type { NamedEvaluation, RunReport } from '../../evaluate/run-report.ts';
import { methodNames } from '../../metrics/exact-proportion.ts';
import { barChart } from '../charts/bar-chart.ts';
import { inlineChart } from '../charts/chart.ts';
import { confusionMatrix } from '../charts/confusion-matrix.ts';
import { intervalPlot } from '../charts/interval-plot.ts';
import { findings } from '../findings.ts';
import { describeEvaluation, headlineOf } from '../headline.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, percent, percentRange, score, signedPoints } from '../text/numbers.ts';
import { section, table } from './section.ts';

/** The large numbers under the title. */
export function headlineNumbers(run: RunReport): Markup {
  const { trained, zeroShot } = headlineOf(run);
  if (!trained) return markup`<p class="lead">Nothing has been evaluated yet.</p>`;
  const { evaluation, interval, split, name, epoch } = trained;
  const number = (key: 'uar' | 'war', title: string) =>
    markup`<div class="number"><h3>${title}</h3><p class="big">${percent(evaluation[key])}</p><p>95% interval ${percentRange(interval[key])}${methodOf(interval, key)}</p>${
      zeroShot !== undefined &&
      markup`<p>zero-shot ${percent(zeroShot.evaluation[key])}, <strong>${signedPoints(difference(evaluation[key], zeroShot.evaluation[key]))} points</strong></p>`
    }</div>`;
  return markup`<div class="numbers">${number('uar', 'UAR, mean recall over classes')}${number('war', 'WAR, accuracy')}<div class="number"><h3>Calibration error</h3><p class="big">${percent(evaluation.ece)}</p><p>Brier score ${score(evaluation.brier)}</p></div><div class="number"><h3>Faces</h3><p class="big">${count(evaluation.n)}</p><p>${split} split</p><p>${name}${epoch !== undefined && `, epoch ${epoch}`}</p></div></div>`;
}

const methodOf = ({ method }: NamedEvaluation['interval'], key: 'uar' | 'war'): string => {
  const used = method?.[key];
  return used === undefined ? '' : `, ${methodNames[used]}`;
};

/** NaN if either is unknown, including null, which JSON has instead of NaN. */
const difference = (value: number, other: number): number =>
  Number.isFinite(value) && Number.isFinite(other) ? value - other : Number.NaN;

/** Recall by class, and the scores of every evaluation. */
export function resultSection(run: RunReport): Markup {
  const { trained, zeroShot } = headlineOf(run);
  const sentences = findings(run);
  return section({
    id: 'result',
    title: 'Results',
    body: markup`${sentences.length > 0 && markup`<ul class="findings">${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`}<div class="pair">${trained && figure(recallBars(trained, zeroShot))}<div class="stack">${figure(plot(run, 'uar', 'UAR'))}${figure(plot(run, 'war', 'WAR'))}</div></div>${evaluationTable(run)}`,
  });
}

const figure = (svg: string): Markup => markup`<figure>${inlineChart(svg)}</figure>`;

const recallBars = (trained: NamedEvaluation, zeroShot: NamedEvaluation | undefined): string =>
  barChart({
    title: 'Recall by class',
    description: trained.evaluation.perClass.map(({ name, recall }) => `${name} ${percent(recall)}`).join(', '),
    measure: 'Share of the faces of each class that are recognised',
    bars: trained.evaluation.perClass.map(({ name, recall, n }, index) => {
      const before = zeroShot?.evaluation.perClass[index]?.recall;
      return { name, value: recall, note: `of ${count(n)}`, ...(before === undefined ? {} : { baseline: before }) };
    }),
    ...(zeroShot ? { baselineName: 'zero-shot' } : {}),
  });

function plot(run: RunReport, key: 'uar' | 'war', title: string): string {
  const { trained } = headlineOf(run);
  const rows = run.evaluations.filter(({ split }) => split === trained?.split);
  return intervalPlot({
    title: `${title} with 95% intervals`,
    description: rows.map(({ name, evaluation }) => `${name} ${percent(evaluation[key])}`).join(', '),
    measure: trained
      ? `${count(trained.evaluation.n)} ${nounFor(trained.evaluation.n, 'face')}, ${trained.split} split`
      : '',
    rows: rows.map(({ name, evaluation, interval }) => ({
      name,
      value: evaluation[key],
      interval: interval[key],
      isBaseline: name === 'zero-shot',
    })),
    ...(key === 'uar' && run.data.classes.length > 0
      ? { reference: { value: 1 / run.data.classes.length, text: 'chance' } }
      : {}),
  });
}

const evaluationTable = ({ evaluations }: RunReport): Markup =>
  markup`${table(
    ['Model', 'Split', 'Faces', 'UAR', 'WAR', 'Macro-F1', 'ECE', 'Brier', 'NLL'],
    evaluations.map(({ name, split, epoch, evaluation, interval }) => [
      markup`${name}<small>${epoch !== undefined && `Epoch ${epoch}. `}${describeEvaluation(name)}</small>`,
      split,
      count(evaluation.n),
      markup`${percent(evaluation.uar)}<small>${percentRange(interval.uar)}</small>`,
      markup`${percent(evaluation.war)}<small>${percentRange(interval.war)}</small>`,
      percent(evaluation.macroF1),
      percent(evaluation.ece),
      score(evaluation.brier),
      score(evaluation.nll),
    ]),
  )}`;

/** Confusion matrices of the trained and the zero-shot model. */
export function confusionSection(run: RunReport): Markup | undefined {
  const { trained, zeroShot } = headlineOf(run);
  if (!trained) return undefined;
  const matrix = ({ name, evaluation }: NamedEvaluation) =>
    figure(
      confusionMatrix({
        title: `Confusion, ${name}`,
        description: evaluation.perClass
          .map(({ name, n, recall }) => `${name}: ${percent(recall)} of ${count(n)} correct`)
          .join(', '),
        classes: evaluation.perClass.map(({ name }) => name),
        confusion: evaluation.confusion,
      }),
    );
  return section({
    id: 'confusion',
    title: 'Confusion matrices',
    lead: 'Each row is a true class and sums to 100%. Correct predictions are on the diagonal. Small figures are numbers of faces.',
    body: markup`<div class="pair">${matrix(trained)}${zeroShot && matrix(zeroShot)}</div>`,
  });
}
