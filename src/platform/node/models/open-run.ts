// Opens a recogniser by name or path: a run folder, a checkpoint file, a pack, or plain CLIP.
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClipModel } from '../../../clip/load-clip.ts';
import type { Precision } from '../../../configuration/precision.ts';
import { MpaferError } from '../../../core/errors.ts';
import { nearestName } from '../../../core/nearest-name.ts';
import { expressions } from '../../../data/expressions.ts';
import type { Engine } from '../../../engine/engine.ts';
import { defaultDescriptions } from '../../../method/default-descriptions.ts';
import type { Descriptions } from '../../../method/hard-prompt.ts';
import { type Checkpoint, readCheckpoint } from '../../../recognise/checkpoint.ts';
import { loadRun, type Recogniser } from '../../../recognise/load-run.ts';
import type { Prior } from '../../../recognise/prior.ts';
import { zeroShotRecogniser } from '../../../recognise/zero-shot.ts';
import { runFiles } from '../../../train/run-files.ts';
import { readJson } from '../files/read-json.ts';
import { readReason } from '../files/read-reason.ts';
import { exists } from '../files/run-folder.ts';
import { embeddedClip, openClip } from './models.ts';
import { packFile, packNames, zeroShotName } from './packs.ts';

/** A recogniser and the CLIP that it runs on. */
export interface OpenRun {
  readonly recogniser: Recogniser;
  readonly clip: ClipModel;
}

export interface OpenRunOptions {
  /** Name or path of the CLIP; the one that the run was trained with by default. */
  readonly clip?: string | undefined;
  /** Classes that `zero-shot` chooses among; the eight expressions by default. */
  readonly classes?: readonly string[] | undefined;
  /** Descriptions of classes for `zero-shot`; the built-in set by default. */
  readonly descriptions?: Descriptions | undefined;
  /** How frequent `zero-shot` takes its classes to be: as in the training of the CLIP by default. */
  readonly prior?: Prior | undefined;
  /** Precision of the towers; that of the run by default, float32 for `zero-shot`. */
  readonly precision?: Precision | undefined;
}

/**
 * Opens a recogniser.
 *
 * @param run a run folder, a checkpoint file, the name of a pack, or `zero-shot`
 * @throws MpaferError `run` when it does not exist or has no finished epoch, `checkpoint`, `safetensors`, `model`
 * @example
 * ```ts
 * import { nodeEngine, openRun } from 'mpafer';
 * await using engine = nodeEngine();
 * const { recogniser } = await openRun(engine, 'ferplus');
 * console.log(recogniser.classes.length); // 8
 * ```
 */
export async function openRun(engine: Engine, run: string, options: OpenRunOptions = {}): Promise<OpenRun> {
  if (run === zeroShotName) {
    const clip = await openClip(options.clip ?? embeddedClip);
    const { classes = expressions, descriptions = defaultDescriptions, prior, precision } = options;
    return {
      clip,
      recogniser: await zeroShotRecogniser(engine, clip, classes, descriptions, { prior, precision }),
    };
  }
  const { checkpoint, file, clip } = await openCheckpoint(run, options.clip);
  return { clip, recogniser: await loadRun(engine, clip, checkpoint, { name: file, precision: options.precision }) };
}

export interface OpenCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The checkpoint file and its content. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly clip: ClipModel;
}

/**
 * Opens the checkpoint of a trained recogniser with the CLIP that it names, or another.
 *
 * @param run a run folder, a checkpoint file, or the name of a pack
 * @throws MpaferError `run` when it does not exist or has no finished epoch, `checkpoint`, `safetensors`, `model`
 */
export async function openCheckpoint(run: string, clip?: string): Promise<OpenCheckpoint> {
  const file = packFile(run) ?? (await checkpointFile(run));
  const bytes = await readRunFile(run, file);
  const checkpoint = readCheckpoint(bytes, file);
  return { checkpoint, file, bytes, clip: await openClip(clip ?? (await recordedClip(file)) ?? embeddedClip) };
}

/** The bytes of a run's checkpoint. @param run as `openCheckpoint` takes it @throws MpaferError `run` when there is none */
export const checkpointBytes = async (run: string): Promise<Uint8Array> =>
  readRunFile(run, packFile(run) ?? (await checkpointFile(run)));

const readRunFile = (run: string, file: string): Promise<Uint8Array> =>
  readFile(file).catch((cause: unknown) => {
    throw new MpaferError('run', `Cannot open run "${run}": ${readReason(cause)}`, { cause });
  });

function didYouMean(name: string): string {
  if (name === embeddedClip) return `"${name}" is a CLIP, which "${zeroShotName}" runs without training. `;
  const meant = nearestName(name, [zeroShotName, ...packNames()]);
  return meant === undefined ? '' : `Did you mean "${meant}"? `;
}

async function checkpointFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return path;
  const best = join(path, runFiles.best);
  if (await exists(best)) return best;
  if (found === undefined) {
    throw new MpaferError('run', `Cannot open run "${path}": there is no such folder, file or pack`, {
      hint: `${didYouMean(path)}Name a run folder, a checkpoint file, or one of ${[zeroShotName, ...packNames()].join(', ')}`,
    });
  }
  throw new MpaferError('run', `Cannot open run "${path}": it contains no ${runFiles.best}`, {
    hint: (await exists(join(path, runFiles.configuration)))
      ? 'Its training has not completed an epoch yet; resume it'
      : 'Name the folder of a training run',
  });
}

/** The CLIP that is named in the record of the run, if the checkpoint is still in its run folder. */
async function recordedClip(checkpoint: string): Promise<string | undefined> {
  const record = join(dirname(dirname(checkpoint)), runFiles.configuration);
  if (!(await exists(record))) return undefined;
  const { clip } = Object(await readJson(record, 'run')) as { readonly clip?: unknown };
  return typeof clip === 'string' ? clip : undefined;
}
