// The folder of an experiment: each cell is a file, computed once, by any of several processes; cells computed under different conditions are never mixed.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import type { KeptState } from '../../platform/node/files/kept-state.ts';
import { type Holder, type Lock, takeLock, withLock } from '../../platform/node/files/lock.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { onDisk, writeFile } from '../../platform/node/files/write-file.ts';
import { readCheckpoint } from '../../recognise/checkpoint.ts';
import { differenceAt, same } from '../conditions.ts';
import type { JobEvent } from '../job-event.ts';
import { withNotes } from '../reported.ts';
import { requireNoRun } from '../require-no-run.ts';

/** File with the conditions that all cells share. */
export const experimentFile = 'experiment.json';

export interface ExperimentFolder {
  readonly path: string;
  /** The result of a finished cell; undefined for one that is not finished. */
  kept<Result>(name: string): Promise<Result | undefined>;
  /** Keeps the result of a cell, which no longer needs its state. */
  keep(name: string, result: unknown): Promise<void>;
  /** The states of a cell's training, from which it is resumed. */
  state(name: string): KeptState;
  /**
   * Claims a cell for this process: undefined while another one has it.
   *
   * @param patient wait for the other process, until it has finished the cell or is dead
   */
  claim(name: string, patient: boolean, signal?: AbortSignal): Promise<Lock | undefined>;
  /** Writes a file whole or not at all. */
  write(name: string, content: string): Promise<void>;
  /** Runs an action while no other process runs one in this folder: a report must not be older than the cells. */
  alone<Result>(action: () => Promise<Result>): Promise<Result>;
}

/** A cell's result, and whether it was there already. */
export interface KeptCell<Result> {
  readonly result: Result;
  readonly reused: boolean;
}

/** A cell that may have to be computed. */
export interface CellPlan<Event, Result> {
  readonly name: string;
  work(): AsyncGenerator<Event, Result>;
  /** The result that was kept before; by default, the cell's file. Work of a plan with its own keeps what it finds itself. */
  kept?(): Promise<Result | undefined>;
}

/**
 * The result of a cell, computed unless it already exists; undefined if another process is computing it.
 *
 * @param patient wait for the other process; computes the cell if that one dies
 */
export async function* claimedCell<Event, Result>(
  folder: ExperimentFolder,
  { name, work, kept }: CellPlan<Event, Result>,
  { patient, signal }: { readonly patient: boolean; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<Event, KeptCell<Result> | undefined> {
  const before = kept ?? (() => folder.kept<Result>(name));
  const known = await before();
  if (known !== undefined) return { result: known, reused: true };
  const lock = await folder.claim(name, patient, signal);
  try {
    // Another process may have finished it meanwhile.
    const late = await before();
    if (late !== undefined) return { result: late, reused: true };
    if (lock === undefined) return undefined;
    const result = yield* work();
    if (kept === undefined) await folder.keep(name, result);
    return { result, reused: false };
  } finally {
    await lock?.release();
  }
}

/** The same for a cell that others wait for. */
export async function* cell<Event, Result>(
  folder: ExperimentFolder,
  name: string,
  work: () => AsyncGenerator<Event, Result>,
  signal?: AbortSignal,
): AsyncGenerator<Event, KeptCell<Result>> {
  for (;;) {
    const found = yield* claimedCell(folder, { name, work }, { patient: true, signal });
    if (found !== undefined) return found;
  }
}

/**
 * Opens a folder, creating it if needed. Any number of processes work in it, each on cells of its own.
 *
 * @param kind the experiment
 * @param conditions what all cells share, kept in `experiment.json`. Conditions of an existing folder must not change, but new
 *   ones may be added
 * @throws MpaferError `run` when the folder holds a training run, or its cells were computed under other conditions; `disk`
 */
export async function* openExperiment(
  path: string,
  kind: string,
  conditions: Readonly<Record<string, unknown>>,
): AsyncGenerator<JobEvent, ExperimentFolder> {
  await requireNoRun(path, 'an experiment');
  await makeFolder(join(path, 'cells'));
  const alone = <Result>(action: () => Promise<Result>, waiting?: () => void) =>
    withLock(join(path, '.lock'), action, { ...(waiting && { waiting }) });
  yield* withNotes((say) =>
    alone(
      () => agree(path, { kind, ...conditions }),
      () => say(`Waiting for another process that is writing into "${path}"`),
    ),
  );
  const inCells = (name: string) => join(path, 'cells', name);
  const fileOf = (name: string) => inCells(`${name}.json`);
  const state = (name: string): KeptState => ({
    file: inCells(`${name}.state.safetensors`),
    previous: inCells(`${name}.state.previous.safetensors`),
    check: readCheckpoint,
  });
  return {
    path,
    kept: async <Result>(name: string) =>
      (await exists(fileOf(name))) ? ((await readCell(fileOf(name))) as Result) : undefined,
    async keep(name, result) {
      await writeFile(fileOf(name), json(result));
      const { file, previous } = state(name);
      for (const one of [file, previous]) await onDisk(one, () => rm(one, { force: true }));
    },
    state,
    claim: (name, patient, signal) =>
      claim(inCells(`${name}.lock`), async (holder) => {
        if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while waiting for another process');
        // Whether a process of another machine is alive shows only in time, so its lock is watched for as long as that takes.
        const inDoubt = holder.elsewhere && !holder.refreshed;
        return (patient || inDoubt) && !(await exists(fileOf(name)));
      }),
    write: (name, content) => writeFile(join(path, name), content),
    alone,
  };
}

/** Milliseconds between looks at a cell that another process has. */
const poll = 200;

/** @param waits whether to keep waiting for the holder */
async function claim(place: string, waits: (holder: Holder) => Promise<boolean>): Promise<Lock | undefined> {
  const taken = new Error('Another process has it');
  try {
    return await takeLock(place, async (holder) => {
      if (!(await waits(holder))) throw taken;
      await wait(poll);
    });
  } catch (error) {
    if (error === taken) return undefined;
    throw error;
  }
}

/** Puts cells that were computed in other folders into this one, unless it has them. @throws MpaferError `disk` */
export async function keepCells(
  path: string,
  cells: AsyncIterable<{ readonly name: string; readonly result: unknown }>,
): Promise<void> {
  await makeFolder(join(path, 'cells'));
  for await (const { name, result } of cells) {
    const file = join(path, 'cells', `${fileName(name)}.json`);
    if (!(await exists(file))) await writeFile(file, json(result));
  }
}

/** Makes a file name from any text, e.g. a SPEC. Different texts may give the same name. */
export const fileName = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '') || 'unnamed';

async function readCell(path: string): Promise<unknown> {
  try {
    return await readJson(path, 'run');
  } catch (error) {
    if (!(error instanceof MpaferError)) throw error;
    throw new MpaferError('run', error.message, {
      hint: 'Remove the file, and the cell is computed again',
      cause: error,
    });
  }
}

/** Refuses conditions that differ from those of the folder; records new ones. */
async function agree(path: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(path, experimentFile);
  const before = (await exists(file)) ? (Object(await readJson(file, 'run')) as Record<string, unknown>) : {};
  for (const [key, value] of Object.entries(given)) {
    if (before[key] === undefined || same(before[key], value)) continue;
    throw new MpaferError(
      'run',
      `Cannot add to the experiment in "${path}": ${differenceAt(key, before[key], value)}`,
      {
        hint: 'Use the conditions that it was started with, or choose another folder',
      },
    );
  }
  await writeFile(file, json({ ...before, ...given }));
}
