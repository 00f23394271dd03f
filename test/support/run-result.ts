// The files of a run that must not depend on how it came about, nor on interruptions: a digest of each.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles } from '../../src/platform/node/files/run-folder.ts';

export async function resultOf(run: string): Promise<Readonly<Record<string, string>>> {
  // The state holds what the optimiser would go on with.
  const names = [runFiles.best, runFiles.last, runFiles.state, runFiles.metrics, runFiles.results, runFiles.card];
  const digests = names.map(async (name) => {
    const content = await readFile(join(run, name));
    return [name, createHash('sha256').update(content).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}
