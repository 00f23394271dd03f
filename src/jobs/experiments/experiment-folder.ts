// The folder of an experiment: its cells as files, each done once; refuses to mix cells that were made under other conditions.
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { lockFolder } from '../../platform/node/files/lock.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { requireNoRun } from '../require-no-run.ts';

/** What all cells have in common, in the folder. */
export const experimentFile = 'experiment.json';

export interface ExperimentFolder {
  readonly path: string;
  /** What `work` came to when this cell was first done, or what it comes to now. */
  cell<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** A cell that was done, undefined for one that was not. */
  kept<Result>(name: string): Promise<Result | undefined>;
  /** Writes a file whole or not at all. */
  write(name: string, content: string): Promise<void>;
  /** Lets others write here. */
  close(): Promise<void>;
}

/**
 * Opens a folder, or makes it, and holds it until closed.
 *
 * @param kind the command
 * @param conditions what all cells have in common, kept in `experiment.json`: of a folder that is there already, those
 *   that both name must be equal, so that more may be added
 * @throws MpaferError `run` when a training run is there, when the cells there were made under other conditions, or one cannot be read; `disk`
 */
export async function openExperiment(
  path: string,
  kind: string,
  conditions: Readonly<Record<string, unknown>>,
): Promise<ExperimentFolder> {
  await requireNoRun(path, 'an experiment');
  await makeFolder(join(path, 'cells'));
  const { release: close } = await lockFolder(path);
  try {
    await agree(path, { kind, ...conditions });
  } catch (error) {
    await close();
    throw error;
  }
  const fileOf = (name: string) => join(path, 'cells', `${name}.json`);
  const kept = async <Result>(name: string) =>
    (await exists(fileOf(name))) ? ((await readCell(fileOf(name))) as Result) : undefined;
  return {
    path,
    kept,
    async cell(name, work) {
      const known = await kept<Awaited<ReturnType<typeof work>>>(name);
      if (known !== undefined) return known;
      const result = await work();
      await writeFile(fileOf(name), json(result));
      return result;
    },
    write: (name, content) => writeFile(join(path, name), content),
    close,
  };
}

export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** A name of files made of any text, e.g. of a SPEC; other texts may come to the same name. */
export const fileName = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '') || 'unnamed';

async function readCell(path: string): Promise<unknown> {
  try {
    return await readJson(path, 'run');
  } catch (error) {
    if (!(error instanceof MpaferError)) throw error;
    throw new MpaferError('run', error.message, { hint: 'Remove the file: the cell is done again', cause: error });
  }
}

async function agree(path: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(path, experimentFile);
  const before = (await exists(file)) ? (Object(await readJson(file, 'run')) as Record<string, unknown>) : {};
  for (const [key, value] of Object.entries(given)) {
    const [then, now] = [before[key], value].map((one) => JSON.stringify(one));
    if (before[key] === undefined || then === now) continue;
    throw new MpaferError('run', `Cannot go on in "${path}": ${difference(key, before[key], value)}`, {
      hint: 'Give what it was begun with, or another folder with --out: results of both would be mixed',
    });
  }
  await writeFile(file, json({ ...before, ...given }));
}

/** Where two values differ, in as few words as will do. */
function difference(key: string, then: unknown, now: unknown): string {
  if (isRecord(then) && isRecord(now)) {
    const inner = Object.keys({ ...then, ...now }).find(
      (name) => JSON.stringify(then[name]) !== JSON.stringify(now[name]),
    );
    if (inner !== undefined) return difference(`${key}.${inner}`, then[inner], now[inner]);
  }
  return `its ${key} is ${shown(then)}, given is ${shown(now)}`;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
