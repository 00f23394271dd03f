// What a checkpoint recognises by, as a digest: a threshold or a record that is added to the file leaves it as it is.
import type { NumericArray } from '../core/array.ts';
import { sha256 } from '../core/sha256.ts';
import type { Checkpoint } from './checkpoint.ts';

/** SHA-256 over classes, CLIP, head, text features and visual prompts. */
export async function recogniserDigest(checkpoint: Checkpoint): Promise<string> {
  const { classes, clip, configuration, scale, text, visual, imageWeights } = checkpoint;
  const { topPatches, localWeight, localFeature, localMatch } = configuration;
  const local = { topPatches, localWeight, localFeature, ...(localMatch !== 'top' && { localMatch }) };
  const settings = { classes, clip: clip.digest, ...local, scale };
  const arrays = imageWeights ? [text, visual, imageWeights] : [text, visual];
  const parts = await Promise.all(arrays.map((array) => (array === undefined ? 'none' : digestOf(array))));
  return sha256(new TextEncoder().encode(JSON.stringify({ ...settings, parts })));
}

function digestOf({ shape, data }: NumericArray<'float32'>): Promise<string> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return sha256(bytes).then((digest) => `${shape.join(' x ')} ${digest}`);
}
