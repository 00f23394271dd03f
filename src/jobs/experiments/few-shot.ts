// The few-shot experiment: rows x shots x draws x data sets, resumable cells, one table and one page.
import { join } from 'node:path';
import { parseConfiguration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { ofSplit } from '../../data/dataset.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { parseSpec } from '../../data/spec-options.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import {
  drawn,
  type FeatureBank,
  type FewShotResult,
  featureBank,
  fewShotCellName,
  headCell,
  promptCell,
  type Shots,
} from '../../experiments/few-shot-cells.ts';
import { type FewShotRow, fewShotRows } from '../../experiments/few-shot-rows.ts';
import { fewShotCsv, fewShotMarkdown, fewShotTables, type TimedResult } from '../../experiments/few-shot-summary.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { featureFolder } from '../../platform/node/files/feature-folder.ts';
import { embeddedClip, openClip, recordedModel } from '../../platform/node/models/models.ts';
import { renderFewShots } from '../../report/pages/few-shot-page.ts';
import { type JobEvent, note } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { writePage } from '../write-page.ts';
import type { AblateOptions } from './ablate.ts';
import { cell, openExperiment } from './experiment-folder.ts';
import { withResumeHint } from './resume-hint.ts';
import { trainingProgress } from './training-progress.ts';

/** Options of `fewShots`. */
export interface FewShotOptions extends Omit<AblateOptions, 'experiment'> {
  /** Training faces a class; 1, 2, 4, 8 and 16 by default. */
  readonly shots?: readonly Shots[] | undefined;
}

export const defaultShots: readonly Shots[] = [1, 2, 4, 8, 16];

interface PlannedCell {
  readonly name: string;
  readonly row: FewShotRow;
  readonly shots: Shots;
  readonly seed: number;
  readonly data: number;
}

/**
 * Runs the cells that are not finished yet, and writes table and page. The shots are drawn here; each data set is encoded once.
 *
 * @returns the tables as Markdown
 * @throws MpaferError `usage` for an unknown row or a data set with shots of its own, `data` for one without training, validation or test
 * faces where a row needs them, and whatever training throws
 * @example
 * ```ts
 * import { fewShots, finishJob } from 'mpafer/jobs';
 * const data = ['synthetic:?count=160&size=48'];
 * const table = await finishJob(fewShots({ data, out: 'few-shot', seeds: [1], shots: [1], only: ['zero-shot'] }));
 * console.log(table.includes('zero-shot')); // true
 * ```
 */
export async function* fewShots(options: FewShotOptions): AsyncGenerator<JobEvent, string> {
  const { out, seeds, signal, threads } = options;
  const shots = options.shots ?? defaultShots;
  const rows = chosenFewShotRows(options.only);
  for (const spec of options.data) refuseShots(spec);
  const configuration = parseConfiguration(options.configuration ?? {}, 'the settings');
  const clip = await openClip(options.clip ?? embeddedClip);
  const descriptions = await loadDescriptions(options.descriptions);
  const datasets = await Promise.all(options.data.map((spec) => openDataset(spec, nodeDataHost)));
  const cells = planCells(
    rows,
    shots,
    seeds,
    datasets.map((dataset) => ofSplit(dataset, 'train').length),
  );
  const { seed: _, ...shared } = configuration;
  const conditions = {
    clip: recordedModel(options.clip ?? embeddedClip),
    ...(rows.some(({ kind }) => kind === 'prompts') && { configuration: shared }),
    ...(options.descriptions !== undefined && { descriptions: options.descriptions }),
    ...Object.fromEntries(options.data.map((spec, index) => [`data${index}`, spec])),
  };
  await using folder = yield* openExperiment(out, 'few-shot', conditions);
  await using engine = nodeEngine(threads === undefined ? {} : { threads });
  const features = featureFolder();
  const banks = new Map<number, FeatureBank>();
  const write = async () => {
    const found: TimedResult[] = [];
    const missing: string[] = [];
    for (const planned of cells) {
      const kept = await folder.kept<TimedResult>(planned.name);
      if (kept === undefined) missing.push(planned.name);
      else found.push(...everywhere(kept, planned.row, shots, seeds));
    }
    const tables = fewShotTables(found, rows, shots);
    const text = fewShotMarkdown(tables, shots);
    await folder.write('table.md', text);
    await folder.write('results.json', json({ data: options.data, shots, seeds, missing, cells: found }));
    await folder.write('results.csv', fewShotCsv(found));
    const isDrawn = datasets.some((dataset) => dataset.drawn === true);
    const page = renderFewShots({
      title: 'A few faces of each class',
      subtitle: options.data.join(', '),
      notice: isDrawn ? 'Some of these faces are drawn: numbers for them say nothing about people' : undefined,
      tables,
      shots,
      missing,
      conditions,
    });
    return { text, page };
  };
  try {
    for (const [at, planned] of (options.reportOnly ? [] : cells).entries()) {
      const { name, row, data } = planned;
      const position = { index: at + 1, total: cells.length };
      const label = `${position.index}/${position.total}  ${name}`;
      const compute = async function* (): AsyncGenerator<JobEvent, TimedResult> {
        const dataset = datasets[data]!;
        const input = { engine, clip, dataset, descriptions, features, signal };
        const spec = options.data[data]!;
        let bank = banks.get(data);
        if (row.kind === 'head' && bank === undefined) {
          const draws = cells
            .filter((one) => one.data === data && one.row.kind === 'head')
            .map((one) => drawn(dataset, one.shots, one.seed, one.row.protocol));
          bank = yield* trainingProgress(`features of ${dataset.name}`, featureBank({ ...input, draws }));
          banks.set(data, bank);
        }
        const start = performance.now();
        let result: FewShotResult;
        if (row.kind === 'head') result = await headCell(engine, bank!, row, { ...planned, data: spec });
        else {
          const work = promptCell({ ...input, configuration, data: spec }, row, planned.shots, planned.seed);
          result = yield* trainingProgress(label, work);
        }
        return { ...result, seconds: (performance.now() - start) / 1000 };
      };
      if (signal?.aborted) throw new MpaferError('aborted', 'Stopped between two cells');
      const { result, reused } = yield* cell(folder, name, compute);
      yield { kind: 'cell', name, war: result.war, uar: result.uar, reused, position };
    }
    const { text, page } = await write();
    await writePage(join(out, 'report.html'), page);
    yield note(`Report: ${out}/report.html`);
    return text;
  } catch (error) {
    throw withResumeHint(error);
  }
}

/** @throws MpaferError `usage` for a name that no row has */
export function chosenFewShotRows(only: readonly string[] | undefined): readonly FewShotRow[] {
  const known = [...new Set(fewShotRows.map(({ name }) => name))];
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new MpaferError('usage', `Unknown row "${unknown}" of few-shot; expected one of ${known.join(', ')}`);
  }
  return only === undefined ? fewShotRows : fewShotRows.filter(({ name }) => only.includes(name));
}

/** @throws MpaferError `usage` for a SPEC with shots of its own */
export function refuseShots(spec: string): void {
  if (!parseSpec(spec).options.has('shots')) return;
  throw new MpaferError('usage', `Cannot draw shots from "${spec}": it has drawn some already`, {
    hint: 'Remove shots from the data set: the experiment draws them',
  });
}

/** Texts alone have one cell; all faces are the same for every seed unless prompts are trained by it. */
function planCells(
  rows: readonly FewShotRow[],
  shots: readonly Shots[],
  seeds: readonly number[],
  trainFaces: readonly number[],
): readonly PlannedCell[] {
  return trainFaces.flatMap((faces, data) =>
    rows.flatMap((row) => {
      const isHead = row.kind === 'head';
      const counts = isHead && row.textsAlone ? shots.slice(0, 1) : shots;
      return counts.flatMap((count) => {
        if (count === 'all' && isHead && faces > (row.most ?? Number.POSITIVE_INFINITY)) return [];
        const draws = isHead && (row.textsAlone || count === 'all') ? seeds.slice(0, 1) : seeds;
        return draws.map((seed) => ({ name: fewShotCellName(row, count, seed, data), row, shots: count, seed, data }));
      });
    }),
  );
}

/** A result that holds for every number of shots and seed, at each of them. */
export function everywhere<Result extends { readonly shots: Shots }>(
  result: Result,
  row: FewShotRow,
  shots: readonly Shots[],
  seeds: readonly number[],
): readonly Result[] {
  if (row.kind !== 'head') return [result];
  if (row.textsAlone) return shots.flatMap((count) => seeds.map((seed) => ({ ...result, shots: count, seed })));
  return result.shots === 'all' ? seeds.map((seed) => ({ ...result, seed })) : [result];
}
