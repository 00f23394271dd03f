// The folder of an experiment: each cell is a file, computed once; cells computed under different conditions are never mixed.
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { lockFolder } from '../../platform/node/files/lock.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import type { JobEvent } from '../job-event.ts';
import { withNotes } from '../reported.ts';
import { requireNoRun } from '../require-no-run.ts';

/** File with the conditions that all cells share. */
export const experimentFile = 'experiment.json';

export interface ExperimentFolder extends AsyncDisposable {
  readonly path: string;
  /** The result of a finished cell; undefined for one that is not finished. */
  kept<Result>(name: string): Promise<Result | undefined>;
  /** Keeps the result of a cell. */
  keep(name: string, result: unknown): Promise<void>;
  /** Writes a file whole or not at all. */
  write(name: string, content: string): Promise<void>;
}

/** The result of a cell, computed by `work` unless it already exists. */
export async function* cell<Event, Result>(
  folder: ExperimentFolder,
  name: string,
  work: () => AsyncGenerator<Event, Result>,
): AsyncGenerator<Event, { readonly result: Result; readonly reused: boolean }> {
  const known = await folder.kept<Result>(name);
  if (known !== undefined) return { result: known, reused: true };
  const result = yield* work();
  await folder.keep(name, result);
  return { result, reused: false };
}

/**
 * Opens a folder, creating it if needed, and locks it until it is disposed of.
 *
 * @param kind the experiment
 * @param conditions what all cells share, kept in `experiment.json`. Conditions of an existing folder must not change, but new
 *   ones may be added
 * @throws MpaferError `run` when the folder holds a training run, its cells were computed under other conditions, or another process
 * writes there; `disk`
 */
export async function* openExperiment(
  path: string,
  kind: string,
  conditions: Readonly<Record<string, unknown>>,
): AsyncGenerator<JobEvent, ExperimentFolder> {
  await requireNoRun(path, 'an experiment');
  await makeFolder(join(path, 'cells'));
  const { release: close } = yield* withNotes(
    (say) => lockFolder(path, say),
    (lock) => lock.release(),
  );
  try {
    await agree(path, { kind, ...conditions });
  } catch (error) {
    await close();
    throw error;
  }
  const fileOf = (name: string) => join(path, 'cells', `${name}.json`);
  return {
    path,
    kept: async <Result>(name: string) =>
      (await exists(fileOf(name))) ? ((await readCell(fileOf(name))) as Result) : undefined,
    keep: (name, result) => writeFile(fileOf(name), json(result)),
    write: (name, content) => writeFile(join(path, name), content),
    [Symbol.asyncDispose]: close,
  };
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
    const [then, now] = [before[key], value].map((one) => JSON.stringify(one));
    if (before[key] === undefined || then === now) continue;
    throw new MpaferError('run', `Cannot add to the experiment in "${path}": ${difference(key, before[key], value)}`, {
      hint: 'Use the conditions that it was started with, or choose another folder',
    });
  }
  await writeFile(file, json({ ...before, ...given }));
}

/** The innermost difference between two values. */
function difference(key: string, then: unknown, now: unknown): string {
  if (isRecord(then) && isRecord(now)) {
    const inner = Object.keys({ ...then, ...now }).find(
      (name) => JSON.stringify(then[name]) !== JSON.stringify(now[name]),
    );
    if (inner !== undefined) return difference(`${key}.${inner}`, then[inner], now[inner]);
  }
  return `its ${key} is ${shown(then)}; given ${shown(now)}`;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
