// Some of what is done with a recogniser needs CLIP's own image tower.
import { MpaferError } from '../core/errors.ts';
import type { Checkpoint } from './checkpoint.ts';

/**
 * @param what cannot be done otherwise, e.g. `export "mine" to ONNX`
 * @throws MpaferError `checkpoint` when the checkpoint moves the tower's weights
 */
export function requireFrozenTower({ imageWeights }: Pick<Checkpoint, 'imageWeights'>, what: string): void {
  if (imageWeights === undefined) return;
  throw new MpaferError(
    'checkpoint',
    `Cannot ${what}: it was trained with weightRank and moves the weights of the image tower`,
    {
      hint: 'predict, evaluate, compare and packs take it; everything else needs a run without weightRank',
    },
  );
}
