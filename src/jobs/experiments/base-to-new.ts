// The experiment base-to-new: half the classes train, the others are only described; resumable cells, one table and one page.
import { join } from 'node:path';
import { parseConfiguration } from '../../configuration/configuration.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { classHalves } from '../../experiments/base-to-new.ts';
import { type BaseToNewResult, baseDraw, headBaseToNew, promptBaseToNew } from '../../experiments/base-to-new-cells.ts';
import { type BaseToNewRow, baseToNewRows } from '../../experiments/base-to-new-rows.ts';
import { baseToNewCsv, baseToNewMarkdown, baseToNewTables } from '../../experiments/base-to-new-summary.ts';
import { type FeatureBank, featureBank, type Shots } from '../../experiments/few-shot-cells.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { featureFolder } from '../../platform/node/files/feature-folder.ts';
import { embeddedClip, openClip, recordedModel } from '../../platform/node/models/models.ts';
import { renderBaseToNew } from '../../report/pages/base-to-new-page.ts';
import { type JobEvent, note } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { writePage } from '../write-page.ts';
import { cell, openExperiment } from './experiment-folder.ts';
import { defaultShots, everywhere, type FewShotOptions, refuseShots } from './few-shot.ts';
import { withResumeHint } from './resume-hint.ts';
import { trainingProgress } from './training-progress.ts';

interface PlannedCell {
  readonly name: string;
  readonly row: BaseToNewRow;
  readonly shots: Shots;
  readonly seed: number;
  readonly data: number;
}

/**
 * Runs the cells that are not finished yet, and writes table and page. The first half of each data set's classes is taught by shots
 * that are drawn here; the test faces of all classes are looked at once for each cell.
 *
 * @returns the tables as Markdown
 * @throws MpaferError `usage` for an unknown row or a data set with shots of its own, `data` for one with fewer than four classes or
 * without training or test faces, and whatever training throws
 * @example
 * ```ts
 * import { baseToNew, finishJob } from 'mpafer/jobs';
 * const data = ['synthetic:?count=160&size=48'];
 * const table = await finishJob(baseToNew({ data, out: 'base-to-new', seeds: [1], shots: [1], only: ['zero-shot'] }));
 * console.log(table.includes('harmonic mean')); // true
 * ```
 */
export async function* baseToNew(options: FewShotOptions): AsyncGenerator<JobEvent, string> {
  const { out, seeds, signal, threads } = options;
  const shots = options.shots ?? defaultShots;
  const rows = chosenRows(options.only);
  for (const spec of options.data) refuseShots(spec);
  const configuration = parseConfiguration(options.configuration ?? {}, 'the settings');
  const clip = await openClip(options.clip ?? embeddedClip);
  const descriptions = await loadDescriptions(options.descriptions);
  const datasets = await Promise.all(options.data.map((spec) => openDataset(spec, nodeDataHost)));
  const sets = datasets.map((dataset, at) => ({ data: options.data[at]!, halves: classHalves(dataset) }));
  const cells = planCells(rows, shots, seeds, datasets.length);
  const { seed: _, ...shared } = configuration;
  const conditions = {
    clip: recordedModel(options.clip ?? embeddedClip),
    ...(rows.some(({ kind }) => kind === 'prompts') && { configuration: shared }),
    ...(options.descriptions !== undefined && { descriptions: options.descriptions }),
    ...Object.fromEntries(sets.map(({ data }, index) => [`data${index}`, data])),
    ...Object.fromEntries(sets.map(({ halves }, index) => [`halves${index}`, halves])),
  };
  await using folder = yield* openExperiment(out, 'base-to-new', conditions);
  await using engine = nodeEngine(threads === undefined ? {} : { threads });
  const features = featureFolder();
  const banks = new Map<number, FeatureBank>();
  const write = async () => {
    const found: BaseToNewResult[] = [];
    const missing: string[] = [];
    for (const planned of cells) {
      const kept = await folder.kept<BaseToNewResult>(planned.name);
      if (kept === undefined) missing.push(planned.name);
      else found.push(...everywhere(kept, planned.row, shots, seeds));
    }
    const tables = baseToNewTables(found, rows, shots, sets);
    const text = baseToNewMarkdown(tables);
    await folder.write('table.md', text);
    await folder.write('results.json', json({ sets, shots, seeds, missing, cells: found }));
    await folder.write('results.csv', baseToNewCsv(found));
    const isDrawn = datasets.some((dataset) => dataset.drawn === true);
    const page = renderBaseToNew({
      title: 'From trained classes to described ones',
      subtitle: options.data.join(', '),
      notice: isDrawn ? 'Some of these faces are drawn: numbers for them say nothing about people' : undefined,
      tables,
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
      const compute = async function* (): AsyncGenerator<JobEvent, BaseToNewResult> {
        const dataset = datasets[data]!;
        const spec = options.data[data]!;
        const input = { engine, clip, dataset, descriptions, features, signal, configuration, data: spec };
        if (row.kind === 'prompts') {
          return yield* trainingProgress(label, promptBaseToNew(input, row, planned.shots, planned.seed));
        }
        let bank = banks.get(data);
        if (bank === undefined) {
          const draws = cells
            .filter((one) => one.data === data && one.row.kind === 'head')
            .map((one) => baseDraw(dataset, one.shots, one.seed));
          bank = yield* trainingProgress(`features of ${dataset.name}`, featureBank({ ...input, draws }));
          banks.set(data, bank);
        }
        return await headBaseToNew(input, bank, row, { ...planned, data: spec });
      };
      if (signal?.aborted) throw new MpaferError('aborted', 'Stopped between two cells');
      const { result, reused } = yield* cell(folder, name, compute);
      const shown = (value: number) => `${(100 * value).toFixed(1)}%`;
      yield note(
        `[${position.index}/${position.total}] ${name}  base ${shown(result.base)}  new ${shown(result.new)}${reused ? '  (cached)' : ''}`,
      );
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
function chosenRows(only: readonly string[] | undefined): readonly BaseToNewRow[] {
  const known = baseToNewRows.map(({ name }) => name);
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new MpaferError('usage', `Unknown row "${unknown}" of base-to-new; expected one of ${known.join(', ')}`);
  }
  return only === undefined ? baseToNewRows : baseToNewRows.filter(({ name }) => only.includes(name));
}

/** Texts alone have one cell; all faces are the same for every seed unless prompts are trained by it. */
function planCells(
  rows: readonly BaseToNewRow[],
  shots: readonly Shots[],
  seeds: readonly number[],
  sets: number,
): readonly PlannedCell[] {
  return Array.from({ length: sets }, (_, data) => data).flatMap((data) =>
    rows.flatMap((row) => {
      const isHead = row.kind === 'head';
      const counts = isHead && row.textsAlone ? shots.slice(0, 1) : shots;
      return counts.flatMap((count) => {
        const draws = isHead && (row.textsAlone || count === 'all') ? seeds.slice(0, 1) : seeds;
        return draws.map((seed) => ({
          name: `${row.name}-shots-${count}-seed${seed}-data${data}`,
          row,
          shots: count,
          seed,
          data,
        }));
      });
    }),
  );
}
