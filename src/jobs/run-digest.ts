// Which recogniser a result is of, whatever it is called: SHA-256 of its checkpoint.
import { sha256 } from '../core/sha256.ts';
import { checkpointBytes } from '../platform/node/models/open-run.ts';
import { zeroShotName } from '../platform/node/models/packs.ts';

/** @param run what `openRun` takes @throws MpaferError `run` when there is none */
export async function runDigest(run: string): Promise<string> {
  return run === zeroShotName ? run : sha256(await checkpointBytes(run));
}
