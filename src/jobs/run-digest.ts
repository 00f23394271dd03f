// Which recogniser a result is of, whatever it is called: SHA-256 of its checkpoint.
import { sha256 } from '../core/sha256.ts';
import { openCheckpoint } from '../platform/node/models/open-run.ts';
import { zeroShotName } from '../platform/node/models/packs.ts';

/** @param run what `openRun` takes @param clip as given there @throws MpaferError as `openCheckpoint` */
export async function runDigest(run: string, clip?: string): Promise<string> {
  if (run === zeroShotName) return run;
  return sha256((await openCheckpoint(run, clip)).bytes);
}
