// What experiments by number of shots share: rows x shots x draws x data sets in resumable cells, then one table and one page.
import { join } from 'node:path';
import { type Configuration, parseConfiguration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { type Dataset, ofSplit } from '../../data/dataset.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { parseSpec } from '../../data/spec-options.ts';
import type { CellInput } from '../../experiments/cells.ts';
import { type FeatureBank, featureBank, type Shots } from '../../experiments/few-shot-cells.ts';
import type { FewShotRow, HeadRow, PromptRow } from '../../experiments/few-shot-rows.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { embeddedClip, openClip, recordedModel } from '../../platform/node/models/models.ts';
import type { Checkpoint } from '../../recognise/checkpoint.ts';
import type { TrainEvent } from '../../train/train-event.ts';
import { deviceCondition, featuresOn, jobEngine } from '../job-engine.ts';
import { type CellEvent, type JobEvent, type NoteEvent, note } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import type { Shard } from '../shards/shard.ts';
import { writePage } from '../write-page.ts';
import type { AblateOptions } from './ablate.ts';
import { computeCells, type FinishedCell } from './compute-cells.ts';
import { openExperiment } from './experiment-folder.ts';
import { keptTraining } from './kept-training.ts';
import { withResumeHint } from './resume-hint.ts';
import { trainingProgress } from './training-progress.ts';

/** Options of `fewShots` and `baseToNew`. */
export interface FewShotOptions extends Omit<AblateOptions, 'experiment'> {
  /** Training faces a class; 1, 2, 4, 8 and 16 by default. */
  readonly shots?: readonly Shots[] | undefined;
}

/** What a result is of. */
export interface ShotCell {
  /** SPEC of the data set. */
  readonly data: string;
  readonly shots: Shots;
  /** Of the draw, and of training. */
  readonly seed: number;
}

/** The results of all cells that are finished, and what they are of. */
export interface ShotFindings<Row, Result> {
  readonly found: readonly Result[];
  readonly rows: readonly Row[];
  readonly shots: readonly Shots[];
  readonly specs: readonly string[];
  readonly datasets: readonly Dataset[];
}

/** What the page of every such experiment says beside its tables. */
export interface ShotPage {
  readonly subtitle: string;
  readonly notice: string | undefined;
  readonly missing: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

export interface ShotReport {
  /** The tables as Markdown. */
  readonly text: string;
  readonly csv: string;
  readonly page: string;
  /** What stands first in `results.json`. */
  readonly about: Readonly<Record<string, unknown>>;
}

export interface ShotExperiment<Row extends FewShotRow, Result extends ShotCell> {
  readonly kind: 'few-shot' | 'base-to-new';
  readonly rows: readonly Row[];
  /** The name of a cell, as a file. */
  cellName(row: Row, shots: Shots, seed: number, data: number): string;
  /** What results depend on besides the model and the data sets. @throws MpaferError `data` for one that does not serve */
  conditions(datasets: readonly Dataset[]): Readonly<Record<string, unknown>>;
  /** The faces that a head's cell needs. */
  draw(dataset: Dataset, row: HeadRow, shots: Shots, seed: number): Dataset;
  head(input: CellInput, bank: FeatureBank, row: HeadRow, of: ShotCell): Promise<Result>;
  /** Whether prompts of these settings are judged by kept features. */
  fromFeatures?(configuration: Configuration): boolean;
  /** @param bank the data set's kept features, where they serve */
  prompts(input: CellInput, row: PromptRow, of: ShotCell, bank?: FeatureBank): AsyncGenerator<TrainEvent, Result>;
  told(
    name: string,
    result: Result,
    reused: boolean,
    position: NonNullable<CellEvent['position']>,
  ): CellEvent | NoteEvent;
  report(findings: ShotFindings<Row, Result>, page: ShotPage): ShotReport;
}

interface PlannedCell<Row> {
  readonly name: string;
  readonly row: Row;
  readonly shots: Shots;
  readonly seed: number;
  readonly data: number;
}

const defaultShots: readonly Shots[] = [1, 2, 4, 8, 16];

/**
 * Runs the cells that are not finished yet, and writes table and page.
 *
 * @param shard only the cells of this part, without tables
 * @returns the tables as Markdown, and the cells
 */
export async function* shotExperiment<Row extends FewShotRow, Result extends ShotCell>(
  options: FewShotOptions,
  experiment: ShotExperiment<Row, Result>,
  shard?: Shard,
): AsyncGenerator<JobEvent, { readonly text: string; readonly cells: readonly FinishedCell<unknown>[] }> {
  const { out, seeds, signal } = options;
  const shots = options.shots ?? defaultShots;
  const rows = chosenRows(experiment, options.only);
  for (const spec of options.data) refuseShots(spec);
  const configuration = parseConfiguration(options.configuration ?? {}, 'the settings');
  const clip = await openClip(options.clip ?? embeddedClip);
  const datasets = await Promise.all(options.data.map((spec) => openDataset(spec, nodeDataHost)));
  const own = datasets.map((dataset) => dataset.descriptions ?? {});
  const descriptions = await loadDescriptions(options.descriptions, Object.assign({}, ...own));
  const cells = planCells(experiment, rows, shots, seeds, datasets);
  const { seed: _, ...shared } = configuration;
  const conditions = {
    ...deviceCondition(options),
    clip: recordedModel(options.clip ?? embeddedClip),
    ...(rows.some(({ kind }) => kind === 'prompts') && { configuration: shared }),
    ...(options.descriptions !== undefined && { descriptions: options.descriptions }),
    ...Object.fromEntries(options.data.map((spec, index) => [`data${index}`, spec])),
    ...experiment.conditions(datasets),
  };
  const folder = yield* openExperiment(out, experiment.kind, conditions);
  await using engine = yield* jobEngine(options);
  const features = featuresOn(options);
  const banks = new Map<number, FeatureBank>();
  try {
    const bankOf = async function* (data: number, input: CellInput): AsyncGenerator<JobEvent, FeatureBank> {
      const draws = cells.flatMap((one) =>
        one.data === data && one.row.kind === 'head'
          ? [experiment.draw(input.dataset, one.row, one.shots, one.seed)]
          : [],
      );
      const { name } = input.dataset;
      const bank =
        banks.get(data) ?? (yield* trainingProgress(`features of ${name}`, featureBank({ ...input, draws })));
      banks.set(data, bank);
      return bank;
    };
    const plans = cells.map(({ name, row, data, shots: count, seed }, at) => ({
      name,
      async *work(): AsyncGenerator<JobEvent, Result> {
        const dataset = datasets[data]!;
        const of = { data: options.data[data]!, shots: count, seed };
        const input = { engine, clip, dataset, descriptions, features, signal, configuration, data: of.data };
        if (row.kind === 'head') return await experiment.head(input, yield* bankOf(data, input), row, of);
        const label = `${at + 1}/${cells.length}  ${name}`;
        const plain = experiment.fromFeatures?.({ ...configuration, ...row.settings })
          ? yield* bankOf(data, input)
          : undefined;
        const train = (resume?: Checkpoint) => experiment.prompts({ ...input, resume }, row, of, plain);
        return yield* keptTraining(folder, { name, label, train });
      },
    }));
    const finished = yield* computeCells(folder, options.reportOnly ? [] : plans, {
      shard,
      signal,
      async *done(at, result, reused) {
        const position = { index: at + 1, total: cells.length };
        yield experiment.told(cells[at]!.name, result, reused, position);
      },
    });
    if (shard !== undefined) return { text: '', cells: finished };
    const found: Result[] = [];
    const missing: string[] = [];
    for (const planned of cells) {
      const kept = await folder.kept<Result>(planned.name);
      if (kept === undefined) missing.push(planned.name);
      else found.push(...everywhere(kept, planned.row, shots, seeds));
    }
    const isDrawn = datasets.some((dataset) => dataset.drawn === true);
    const notice = isDrawn ? 'Some of these faces are drawn: numbers for them say nothing about people' : undefined;
    const { text, csv, page, about } = experiment.report(
      { found, rows, shots, specs: options.data, datasets },
      { subtitle: options.data.join(', '), notice, missing, conditions },
    );
    await folder.alone(async () => {
      await folder.write('table.md', text);
      await folder.write('results.json', json({ ...about, shots, seeds, missing, cells: found }));
      await folder.write('results.csv', csv);
      await writePage(join(out, 'report.html'), page);
    });
    yield note(`Report: ${out}/report.html`);
    return { text, cells: finished };
  } catch (error) {
    throw withResumeHint(error);
  }
}

/** @throws MpaferError `usage` for a name that no row has */
function chosenRows<Row extends FewShotRow>(
  { kind, rows }: Pick<ShotExperiment<Row, ShotCell>, 'kind' | 'rows'>,
  only: readonly string[] | undefined,
): readonly Row[] {
  const known = [...new Set(rows.map(({ name }) => name))];
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new MpaferError('usage', `Unknown row "${unknown}" of ${kind}; expected one of ${known.join(', ')}`);
  }
  return only === undefined ? rows : rows.filter(({ name }) => only.includes(name));
}

/** @throws MpaferError `usage` for a SPEC with shots of its own */
function refuseShots(spec: string): void {
  if (!parseSpec(spec).options.has('shots')) return;
  throw new MpaferError('usage', `Cannot draw shots from "${spec}": it has drawn some already`, {
    hint: 'Remove shots from the data set: the experiment draws them',
  });
}

/** Texts alone have one cell; all faces are the same for every seed unless prompts are trained by it. */
function planCells<Row extends FewShotRow>(
  { cellName }: Pick<ShotExperiment<Row, ShotCell>, 'cellName'>,
  rows: readonly Row[],
  shots: readonly Shots[],
  seeds: readonly number[],
  datasets: readonly Dataset[],
): readonly PlannedCell<Row>[] {
  return datasets.flatMap((dataset, data) => {
    const faces = ofSplit(dataset, 'train').length;
    return rows.flatMap((row) => {
      const isHead = row.kind === 'head';
      const counts = isHead && row.textsAlone ? shots.slice(0, 1) : shots;
      return counts.flatMap((count) => {
        if (count === 'all' && isHead && faces > (row.most ?? Number.POSITIVE_INFINITY)) return [];
        const draws = isHead && (row.textsAlone || count === 'all') ? seeds.slice(0, 1) : seeds;
        return draws.map((seed) => ({ name: cellName(row, count, seed, data), row, shots: count, seed, data }));
      });
    });
  });
}

/** A result that holds for every number of shots and seed, at each of them. */
function everywhere<Result extends ShotCell>(
  result: Result,
  row: FewShotRow,
  shots: readonly Shots[],
  seeds: readonly number[],
): readonly Result[] {
  if (row.kind !== 'head') return [result];
  if (row.textsAlone) return shots.flatMap((count) => seeds.map((seed) => ({ ...result, shots: count, seed })));
  return result.shots === 'all' ? seeds.map((seed) => ({ ...result, seed })) : [result];
}
