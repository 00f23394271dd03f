// What is needed to reproduce the numbers: data, configuration, environment, licences.
import type { RunReport } from '../../evaluate/run-report.ts';
import { flatRecord } from '../text/flat-record.ts';
import { type Markup, markup } from '../text/markup.ts';
import { count, measure } from '../text/numbers.ts';
import { section, table } from './section.ts';

export function dataSection({ data, classWeights }: RunReport): Markup {
  const splits = Object.entries(data.counts);
  const sum = (counts: readonly number[]) => counts.reduce((total, n) => total + n, 0);
  const rows = data.classes.map((name, index) => [
    name,
    ...splits.map(([, counts]) => count(counts[index] ?? 0)),
    ...(classWeights ? [measure(classWeights[index])] : []),
  ]);
  return section({
    id: 'data',
    title: 'Data',
    lead: data.name,
    body: markup`${table(
      ['Class', ...splits.map(([split]) => split), ...(classWeights ? ['loss weight'] : [])],
      [...rows, ['all', ...splits.map(([, counts]) => count(sum(counts))), ...(classWeights ? ['mean 1'] : [])]],
      'few',
    )}${
      data.notes.length > 0 && markup`<ul>${data.notes.map((note) => markup`<li>${note}</li>`)}</ul>`
    }<p class="quiet">Fingerprint <code>${data.fingerprint}</code></p>`,
  });
}

export const recordSection = ({ configuration, environment, licences = [] }: RunReport): Markup =>
  section({
    id: 'record',
    title: 'Configuration and environment',
    body: markup`<div class="pair"><div><h3>Configuration</h3>${recordList(configuration)}</div><div><h3>Environment</h3>${recordList(environment)}</div></div>${
      licences.length > 0 &&
      markup`<h3>Licences</h3>${table(
        ['Component', 'Licence', 'Source'],
        licences.map(({ subject, licence, source = '' }) => [subject, licence, source]),
        'words',
      )}`
    }`,
  });

/** A nested record as a list of dotted names and values. */
export const recordList = (record: Readonly<Record<string, unknown>>): Markup =>
  markup`<dl class="record">${flatRecord(record).map(([key, value]) => markup`<div><dt>${key}</dt><dd>${value}</dd></div>`)}</dl>`;
