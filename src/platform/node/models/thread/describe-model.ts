// What is known of a recogniser that is served: its file, its CLIP, its classes, its calibration and its card.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../../../../core/sha256.ts';
import type { ExpressionRecogniser } from '../../../../recognise/expression-recogniser.ts';
import type { ServedModel } from '../../../../server/server-state.ts';
import { runFiles } from '../../../../train/run-files.ts';
import { embeddedClip, isEmbedded, modelPath, openClip } from '../models.ts';
import { openCheckpoint } from '../open-run.ts';
import { packFile, zeroShotName } from '../packs.ts';
import type { PictureExplainer } from './picture-explainer.ts';

/** @param run a name or path as `openRun` takes it; a path is not repeated, only the name of its last folder or file */
export async function describeModel(
  run: string,
  clip: string | undefined,
  { classes, faces, abstainBelow }: ExpressionRecogniser<never>,
  explainer: PictureExplainer | undefined,
): Promise<ServedModel> {
  const common = { classes, faces, explanation: explainer?.explanation ?? null };
  if (run === zeroShotName) {
    const model = await openClip(clip ?? embeddedClip);
    return {
      name: run,
      digest: null,
      clip: { name: lastPart(model.name), digest: await model.digest() },
      ...common,
      calibration: { temperature: 1, abstainBelow: abstainBelow ?? null },
      card: await cardOfClip(clip ?? embeddedClip),
    };
  }
  const { checkpoint, file, bytes, clip: model } = await openCheckpoint(run, clip);
  return {
    name: lastPart(run),
    digest: await sha256(bytes),
    clip: { name: checkpoint.clip.name, digest: checkpoint.clip.digest },
    ...common,
    calibration: { temperature: checkpoint.temperature, abstainBelow: abstainBelow ?? null },
    card:
      (packFile(run) === undefined ? await read(join(dirname(dirname(file)), runFiles.card)) : null) ??
      (await cardOfClip(clip ?? model.name)),
  };
}

/** Of the CLIP that ships; the cards of others are where they were pulled from. */
const cardOfClip = (clip: string): Promise<string | null> =>
  isEmbedded(clip) ? read(join(modelPath(clip), runFiles.card)) : Promise.resolve(null);

const read = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

const lastPart = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
