// A trained run by its folder (or its checkpoint file), ready to recognise.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipModel } from '../../clip/load-clip.ts';
import { MpaferError } from '../../core/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Checkpoint, readCheckpoint } from '../../train/checkpoint.ts';
import { loadRun, type Recogniser } from '../../train/load-run.ts';
import { embeddedClip, openClip } from './models.ts';
import { exists, runFiles } from './run-folder.ts';

/** A run, its parts at hand. */
export interface OpenRun {
  readonly recogniser: Recogniser;
  readonly checkpoint: Checkpoint;
  readonly clip: ClipModel;
}

/**
 * Opens a trained run for recognition.
 *
 * @param path a run's folder or a checkpoint file
 * @param clip name or path of the CLIP; the one that the run was trained with unless told
 * @throws MpaferError `run` when there is none or its training has not ended, `checkpoint`, `safetensors`, `model`
 */
export async function openRun(engine: Engine, path: string, clip?: string): Promise<OpenRun> {
  const file = await checkpointFile(path);
  const checkpoint = readCheckpoint(await readFile(file), file);
  const model = await openClip(clip ?? (await recordedClip(path)) ?? embeddedClip);
  return { recogniser: await loadRun(engine, model, checkpoint, file), checkpoint, clip: model };
}

async function checkpointFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return path;
  const best = join(path, runFiles.best);
  if (await exists(best)) return best;
  const reason = found === undefined ? 'there is no such folder' : `it holds no ${runFiles.best}`;
  throw new MpaferError('run', `Cannot open run "${path}": ${reason}`, {
    hint:
      found === undefined
        ? 'Give the folder that mpafer train wrote with --out'
        : 'Let its training finish: mpafer train --resume --out FOLDER',
  });
}

async function recordedClip(path: string): Promise<string | undefined> {
  const text = await readFile(join(path, runFiles.configuration), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as { clip?: string }).clip;
}
