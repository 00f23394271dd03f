// The files of a run that must not depend on how it came about, nor on interruptions.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles } from '../../src/platform/node/run-folder.ts';

export async function resultOf(run: string): Promise<Readonly<Record<string, string>>> {
  const names = [runFiles.best, runFiles.last, runFiles.metrics, runFiles.results, runFiles.card];
  const entries = names.map(async (name) => [name, (await readFile(join(run, name))).toString('latin1')] as const);
  return Object.fromEntries(await Promise.all(entries));
}
