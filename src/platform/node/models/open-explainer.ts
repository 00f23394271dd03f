// Opens the explainer of a run by name or path, with the verdict on its maps where one was measured.
import { dirname, join } from 'node:path';
import type { ClipModel } from '../../../clip/load-clip.ts';
import { MpaferError } from '../../../core/errors.ts';
import type { Engine } from '../../../engine/engine.ts';
import { type FaithfulnessRecord, faithfulnessSchema } from '../../../evaluate/faithfulness-record.ts';
import type { Explainer } from '../../../explain/explainer.ts';
import { checkpointExplainer } from '../../../explain/load-explainer.ts';
import type { Checkpoint } from '../../../recognise/checkpoint.ts';
import { recogniserDigest } from '../../../recognise/recogniser-digest.ts';
import { runFiles } from '../../../train/run-files.ts';
import { readJson } from '../files/read-json.ts';
import { exists } from '../files/run-folder.ts';
import { openCheckpoint } from './open-run.ts';
import { packFile, zeroShotName } from './packs.ts';

export interface OpenExplainer {
  readonly explainer: Explainer;
  readonly clip: ClipModel;
  readonly checkpoint: Checkpoint;
  /** SHA-256 of what it recognises by. */
  readonly digest: string;
  /** The verdict on its maps; absent where none was measured, or it is on another checkpoint. */
  readonly verdict?: FaithfulnessRecord | undefined;
  /** Where a verdict is kept: beside the checkpoint, or in its run folder. */
  readonly verdictFile: string;
}

/**
 * Opens a run to explain what it says.
 *
 * @param run a run folder, a checkpoint file, or the name of a pack
 * @throws MpaferError `run` for plain CLIP, or when there is no such run; `checkpoint`, `safetensors`, `model`
 */
export async function openExplainer(engine: Engine, run: string, clipName?: string): Promise<OpenExplainer> {
  if (run === zeroShotName) {
    throw new MpaferError('run', `Cannot explain "${run}": it has no checkpoint; expected a trained run or a pack`, {
      hint: 'Train prompts for these classes, and explain that run',
    });
  }
  const { checkpoint, file, clip } = await openCheckpoint(run, clipName);
  const explainer = await checkpointExplainer(engine, clip, checkpoint, { name: file });
  const digest = await recogniserDigest(checkpoint);
  const verdictFile = await verdictFileOf(run, file);
  return { explainer, clip, checkpoint, digest, verdict: await readVerdict(verdictFile, digest), verdictFile };
}

/** In the run's folder; of a file of its own, beside it. */
async function verdictFileOf(run: string, file: string): Promise<string> {
  const folder = dirname(dirname(file));
  const isOfRun = packFile(run) === undefined && (await exists(join(folder, runFiles.configuration)));
  return isOfRun ? join(folder, runFiles.faithfulness) : `${file.replace(/\.safetensors$/, '')}.faithfulness.json`;
}

/**
 * The verdict in a file, where it is on this recogniser.
 *
 * @param digest what `recogniserDigest` gives
 * @throws MpaferError `run` when the file is there and is no verdict
 */
export async function readVerdict(file: string, digest: string): Promise<FaithfulnessRecord | undefined> {
  if (!(await exists(file))) return undefined;
  const found = faithfulnessSchema.safeParse(await readJson(file, 'run'));
  if (!found.success) {
    const issue = found.error.issues[0]!;
    throw new MpaferError(
      'run',
      `Cannot read the verdict "${file}": ${issue.path.join('.') || 'it'}: ${issue.message}`,
      {
        hint: 'Remove the file, and measure again with mpafer faithfulness',
      },
    );
  }
  return found.data.checkpoint === digest ? found.data : undefined;
}
