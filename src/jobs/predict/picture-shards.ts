// Pictures in shards: they are dealt out by whole batches, since a GPU may round a face's scores by what else is in its batch.
import { createHash } from 'node:crypto';
import { pictureBatch } from '../../recognise/picture-batches.ts';
import { owns, type Shard } from '../shards/shard.ts';
import { inputName, type PictureInput } from './picture-inputs.ts';

/** The pictures of one shard. */
export interface PictureShard {
  readonly own: AsyncIterable<PictureInput>;
  /** How many pictures all shards have, and a digest of their names; complete when `own` has ended. */
  seen(): { readonly pictures: number; readonly names: string };
}

/** @param images of all shards, in the order of all */
export function pictureShard(images: AsyncIterable<PictureInput>, shard: Shard): PictureShard {
  const names = createHash('sha256');
  let pictures = 0;
  return {
    own: (async function* () {
      for await (const input of images) {
        names.update(`${inputName(input)}\n`);
        if (owns(shard, Math.floor(pictures++ / pictureBatch))) yield input;
      }
    })(),
    seen: () => ({ pictures, names: names.copy().digest('hex') }),
  };
}

/** The batch that the picture at a place of a shard is of, among those of all shards. */
export const batchOf = ({ index, count }: Shard, picture: number): number =>
  Math.floor(picture / pictureBatch) * count + index - 1;

/** How many of all pictures a shard has. */
export function ownCount({ index, count }: Shard, pictures: number): number {
  const batches = Math.ceil(pictures / pictureBatch);
  const own = Math.ceil((batches - (index - 1)) / count);
  const last = batches > 0 && owns({ index, count }, batches - 1) ? batches * pictureBatch - pictures : 0;
  return Math.max(0, own * pictureBatch - last);
}
