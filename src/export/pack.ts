// A pack: everything that recognition needs from a run except CLIP itself, in one small file.
import { type Checkpoint, writeCheckpoint } from '../recognise/checkpoint.ts';

/**
 * The bytes of a checkpoint reduced to prompts, text features and settings, without what only training needs. Of one that was taught
 * by faces, their features stay, so that faces can be added; at half precision those of an update differ in the fourth digit.
 *
 * @param half stores prompts as float16, which halves the size and changes recognition in the fourth digit
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { readCheckpoint, writePack } from 'mpafer';
 * const pack = 'assets/packs/fer2013.safetensors';
 * const checkpoint = readCheckpoint(await readFile(pack), pack);
 * console.log(writePack(checkpoint, true).length < writePack(checkpoint).length); // true
 * ```
 */
export function writePack(checkpoint: Checkpoint, half = false): Uint8Array {
  const onlyForTraining = {
    training: undefined,
    prototypes: undefined,
    bottleneck: undefined,
    factors: undefined,
    textWeights: undefined,
  };
  return writeCheckpoint({ ...checkpoint, ...onlyForTraining }, { half });
}
