// The prompts that a source stands for: the instant head as it is, or the best state of a run.
import { type Checkpoint, MpaferError, readCheckpoint, runFiles } from 'mpafer';
import { headCheckpoint } from './instant-head.ts';
import type { Source } from './judge.ts';
import type { Models } from './models.ts';
import { runFolder } from './run-files.ts';

export async function checkpointFor(source: Source, { clip }: Models): Promise<Checkpoint> {
  if (source === 'head') return headCheckpoint(clip);
  const bytes = await runFolder(source).read(runFiles.best);
  if (bytes === undefined) throw new MpaferError('run', `Cannot open "${source}": it has not been trained to its end`);
  return readCheckpoint(bytes, source);
}
