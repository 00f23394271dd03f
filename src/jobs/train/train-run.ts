// Trains prompts on a data set and writes a run folder.
import type { Configuration } from '../../configuration/configuration.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import type { RunReport } from '../../evaluate/run-report.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { featureFolder } from '../../platform/node/files/feature-folder.ts';
import { openRunFolder, readState, runFiles } from '../../platform/node/files/run-folder.ts';
import { openClip } from '../../platform/node/models/models.ts';
import { type Checkpoint, readCheckpoint } from '../../recognise/checkpoint.ts';
import { modelName } from '../../recognise/model-name.ts';
import { classCounts } from '../class-counts.ts';
import { type JobEvent, note } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { withNotes } from '../reported.ts';
import { newRun, type RunOptions, recordedRun } from './run-record.ts';
import { writeRun } from './write-run.ts';

/** Options of `trainRun`. */
export interface TrainRunOptions extends RunOptions {
  /** Run folder to write. */
  readonly out: string;
  /** Resume the run in `out`. */
  readonly resume?: boolean | undefined;
  /** Threads per step; all cores by default. */
  readonly threads?: number | undefined;
  /** Stops training after the current step, with a checkpoint to resume from. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains a run, or resumes one. Data, CLIP and settings are checked before the folder is touched.
 *
 * @returns the report that the run folder holds
 * @throws MpaferError `usage`, `configuration`, `data`, `model`, `descriptions`, `run` (the folder is in use, or holds another
 * run), `checkpoint` (it belongs to other data or settings), `disk`, `aborted`
 * @example
 * ```ts
 * import { trainRun } from 'mpafer/jobs';
 * const configuration = { epochs: 1, batch: 16, warmupEpochs: 0 };
 * for await (const event of trainRun({ data: 'synthetic:?count=60&size=48', out: 'runs/example', configuration })) {
 *   if (event.kind === 'epoch') console.log(event.record.epoch); // 1
 * }
 * ```
 */
export async function* trainRun(options: TrainRunOptions): AsyncGenerator<JobEvent, RunReport> {
  const { out, resume = false, signal, threads } = options;
  const record = resume ? await recordedRun(out, options) : newRun(options);
  const { configuration } = record;
  const clip = await openClip(record.clip);
  const dataset = await openDataset(record.data, nodeDataHost);
  yield note(`${dataset.name} with ${modelName(clip.name)}\n${classCounts(dataset)}`);
  yield* warmupNote(configuration);
  const descriptions = await loadDescriptions(record.descriptions, dataset.descriptions);
  const folder = yield* withNotes(
    (say) => openRunFolder(out, resume, say),
    (opened) => opened.close(),
  );
  try {
    const checkpoint = resume ? yield* lastCheckpoint(out) : undefined;
    await using engine = nodeEngine(threads === undefined ? {} : { threads });
    const input = { engine, clip, dataset, configuration, descriptions, features: featureFolder(), signal };
    return yield* writeRun(folder, input, checkpoint, record);
  } finally {
    await folder.close();
  }
}

/** Many people first try a single epoch, which by default is all warm-up and hardly trains. */
export function* warmupNote({ epochs, warmupEpochs, warmupRate }: Configuration): Generator<JobEvent> {
  if (epochs > warmupEpochs || warmupRate === null) return;
  yield note(
    `  ${epochs === 1 ? 'the only epoch is' : `all ${epochs} epochs are`} warm-up at learning rate ${warmupRate}, which hardly moves the prompts: train for more epochs, or set warmupEpochs=0`,
  );
}

async function* lastCheckpoint(out: string): AsyncGenerator<JobEvent, Checkpoint | undefined> {
  const state = yield* withNotes((say) => readState(out, say));
  const checkpoint = state && readCheckpoint(state, runFiles.state);
  const step = checkpoint?.training?.step;
  yield note(step === undefined ? 'no checkpoint found: starting from the beginning' : `resuming after step ${step}`);
  return checkpoint;
}
