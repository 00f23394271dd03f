// Digests of the files of a run that must not depend on threads or interruptions.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles } from '../../src/train/run-files.ts';

export async function resultOf(run: string): Promise<Readonly<Record<string, string>>> {
  // The state contains what the optimiser would resume with.
  const names = [runFiles.best, runFiles.last, runFiles.state, runFiles.metrics, runFiles.results, runFiles.card];
  const digests = names.map(async (name) => {
    const content = await readFile(join(run, name));
    return [name, createHash('sha256').update(content).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}
