// A pack: what recognition needs of a run but CLIP itself, in one small file that `--run` takes.
import { type Checkpoint, writeCheckpoint } from '../recognise/checkpoint.ts';

/**
 * The bytes of a checkpoint without what only training needs: prompts, text features and settings remain.
 *
 * @param half prompts in float16, half the size; recognition then differs in the fourth digit
 */
export function writePack(checkpoint: Checkpoint, half = false): Uint8Array {
  const { training: _, prototypes: __, ...rest } = checkpoint;
  return writeCheckpoint(rest, { half });
}
