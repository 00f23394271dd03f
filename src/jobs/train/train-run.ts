// Trains prompts on a data set and writes a run folder.
import { type Configuration, parseConfiguration } from '../../configuration/configuration.ts';
import { plural } from '../../core/plural.ts';
import { openDataset } from '../../data/open-dataset.ts';
import type { RunReport } from '../../evaluate/run-report.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openRunFolder, readState } from '../../platform/node/files/run-folder.ts';
import { openClip } from '../../platform/node/models/models.ts';
import { readCheckpoint } from '../../recognise/checkpoint.ts';
import { modelName } from '../../recognise/model-name.ts';
import { asOne } from '../../team/as-one.ts';
import { broadcast, broadcastJson } from '../../team/broadcast.ts';
import { alone, type Team } from '../../team/team.ts';
import { runFiles } from '../../train/run-files.ts';
import { requireParts } from '../../train/steps/shared-step.ts';
import { classCounts } from '../class-counts.ts';
import { type ComputeOptions, featuresOn, jobEngine } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { withNotes } from '../reported.ts';
import { recordedThreads } from './recorded-threads.ts';
import { newRun, type RunOptions, type RunRecord, recordedRun } from './run-record.ts';
import { type Brief, conditions, meet } from './team-brief.ts';
import { writeRun } from './write-run.ts';

/** Options of `trainRun`. */
export interface TrainRunOptions extends RunOptions, ComputeOptions {
  /** Run folder to write. */
  readonly out: string;
  /** Resume the run in `out`. */
  readonly resume?: boolean | undefined;
  /** Stops training after the current step, with a checkpoint to resume from. */
  readonly signal?: AbortSignal | undefined;
  /** The processes that train together, of which this is the leader; the others call `joinRun`. This process alone by default. */
  readonly team?: Team | undefined;
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
export async function* trainRun({ team = alone, ...options }: TrainRunOptions): AsyncGenerator<JobEvent, RunReport> {
  return yield* asOne(team, leadRun(team, options));
}

async function* leadRun(team: Team, options: Omit<TrainRunOptions, 'team'>): AsyncGenerator<JobEvent, RunReport> {
  const { out, resume = false, signal } = options;
  const shared = team.size > 1;
  const meeting = shared ? await meet(team, options) : undefined;
  const record = yield* dividedRun(team, resume ? await recordedRun(out, options) : newRun(options), resume);
  const { configuration } = record;
  const threads = options.threads ?? (meeting && ((resume && (await recordedThreads(out))) || meeting.threads));
  if (meeting !== undefined && threads !== undefined) {
    await broadcastJson<Brief>(team, { record, threads });
    yield note(meeting.describe(threads).join('\n'));
  }
  const clip = await openClip(record.clip);
  const dataset = await openDataset(record.data, nodeDataHost);
  yield note(`${dataset.name} with ${modelName(clip.name)}\n${classCounts(dataset)}`);
  yield* warmupNote(configuration);
  const descriptions = await loadDescriptions(record.descriptions, dataset.descriptions);
  if (shared) await broadcastJson(team, descriptions);
  const folder = yield* withNotes(
    (say) => openRunFolder(out, resume, say),
    (opened) => opened.close(),
  );
  try {
    const state = resume ? yield* lastState(out) : undefined;
    if (shared) await broadcast(team, state ?? new Uint8Array());
    const checkpoint = state && readCheckpoint(state, runFiles.state);
    await using engine = yield* jobEngine({ ...configuration, threads, device: record.device });
    const input = { engine, clip, dataset, configuration, descriptions, features: featuresOn(record), signal };
    const company = shared ? { team, conditions: conditions() } : {};
    return yield* writeRun(folder, { ...input, ...company }, checkpoint, record);
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

/**
 * A team shares the parts of a batch, so a run without the setting `microBatch` gets one: a part for each rank. It becomes part of the run's
 * record, as any number of ranks gives the same bytes with the same parts.
 */
function* dividedRun(team: Team, record: RunRecord, resume: boolean): Generator<JobEvent, RunRecord> {
  const { configuration } = record;
  if (team.size === 1) return record;
  if (resume) requireParts(team, configuration.microBatch);
  const microBatch = configuration.microBatch ?? Math.ceil(configuration.batch / team.size);
  const parts = Math.ceil(configuration.batch / microBatch);
  if (configuration.microBatch === undefined) {
    yield note(
      `microBatch=${microBatch}: a batch of ${configuration.batch} in ${plural(parts, 'part')}, shared by the ranks`,
    );
  }
  if (parts < team.size) {
    yield note(
      `  a batch has ${plural(parts, 'part')} for ${team.size} ranks: the others wait, unless microBatch is smaller`,
    );
  }
  return { ...record, configuration: parseConfiguration({ ...configuration, microBatch }, 'the settings') };
}

async function* lastState(out: string): AsyncGenerator<JobEvent, Uint8Array | undefined> {
  const state = yield* withNotes((say) => readState(out, say));
  const step = state && readCheckpoint(state, runFiles.state).training?.step;
  yield note(step === undefined ? 'no checkpoint found: starting from the beginning' : `resuming after step ${step}`);
  return state;
}
