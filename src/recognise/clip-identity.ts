// Which CLIP prompts belong to: its weights, and how it has its images prepared. With any other they mean nothing.
import * as z from 'zod';
import type { ClipModel } from '../clip/load-clip.ts';
import {
  clipPreprocessing,
  type Preprocessing,
  preprocessingModes,
  samePreprocessing,
  showPreprocessing,
  unusualPreprocessing,
} from '../clip/preprocessing.ts';
import { MpaferError } from '../core/errors.ts';
import { modelName } from './model-name.ts';

export interface ClipIdentity {
  readonly name: string;
  /** SHA-256 of the weights, in hex. */
  readonly digest: string;
  /** Absent for the preprocessing of OpenAI's models. */
  readonly preprocessing?: Preprocessing | undefined;
}

const rgb = z.tuple([z.number(), z.number(), z.number()]).readonly();

export const clipIdentitySchema = z.strictObject({
  name: z.string(),
  digest: z.string(),
  preprocessing: z
    .strictObject({
      size: z.int().positive(),
      resize: z.enum(preprocessingModes.resize),
      edge: z.int().positive(),
      filter: z.enum(preprocessingModes.filter),
      mean: rgb,
      deviation: rgb,
    })
    .optional(),
});

/** What checkpoints and exported files record of a CLIP. */
export function clipIdentity({ name, preprocessing }: ClipModel, digest: string): ClipIdentity {
  const unusual = unusualPreprocessing(preprocessing);
  return { name: modelName(name), digest, ...(unusual && { preprocessing: unusual }) };
}

/**
 * Refuses prompts that were trained on another CLIP.
 *
 * @throws MpaferError `checkpoint` that names both models, or both ways to prepare images
 */
export async function requireSameClip(
  { clip }: { readonly clip: ClipIdentity },
  model: Pick<ClipModel, 'name' | 'digest' | 'preprocessing'>,
  name: string,
): Promise<void> {
  const digest = await model.digest();
  if (digest !== clip.digest) {
    throw new MpaferError(
      'checkpoint',
      `Cannot use "${name}" with CLIP "${model.name}" (SHA-256 ${digest.slice(0, 12)}...): its prompts were trained on "${clip.name}" (${clip.digest.slice(0, 12)}...)`,
      { hint: 'Give the same CLIP weights as in training: prompts mean nothing to others' },
    );
  }
  const { preprocessing } = model;
  const trained = clip.preprocessing ?? clipPreprocessing(preprocessing.size);
  if (samePreprocessing(trained, preprocessing)) return;
  throw new MpaferError(
    'checkpoint',
    `Cannot use "${name}" with CLIP "${model.name}": images are prepared differently (${showPreprocessing(preprocessing)}) than in training (${showPreprocessing(trained)})`,
    { hint: 'Restore the preprocessing file that was beside the weights in training' },
  );
}
