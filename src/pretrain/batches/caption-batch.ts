// A batch of captions as inputs of the text tower.
import type { ClipConfig } from '../../clip/config.ts';
import { tokenBatch } from '../../clip/token-batch.ts';
import type { Tokenizer } from '../../clip/tokenizer.ts';
import { float32, int64 } from '../../core/array.ts';
import type { Random } from '../../core/random.ts';
import type { Arrays } from '../../engine/engine.ts';
import type { Caption } from '../captions/captions.ts';

/**
 * @param length T, the same for all batches of a program
 * @param parts number of equal parts run by separate engines; rows of end tokens are numbered within each part
 */
export function captionBatch(
  captions: readonly Caption[],
  tokenizer: Tokenizer,
  { text }: ClipConfig,
  length: number,
  parts: number,
): Arrays {
  const { ids, ends } = tokenBatch(
    captions.map((caption) => tokenizer.encode(caption.text)),
    text,
    length,
  );
  const rows = captions.length / parts;
  const local = Array.from(
    ends.data as BigInt64Array,
    (end, index) => Number(end) - Math.floor(index / rows) * rows * length,
  );
  const shares = captions.flatMap((caption) => caption.shares);
  return {
    ids,
    ends: int64(local, [captions.length]),
    shares: float32(shares, [captions.length, captions[0]!.shares.length]),
  };
}

/** Draws captions until one fits into `length` tokens, including start and end. */
export function captionWithin(
  length: number,
  tokenizer: Tokenizer,
  draw: (random: Random) => Caption,
  random: Random,
): Caption {
  for (let attempt = 0; attempt < 100; attempt++) {
    const caption = draw(random.split(attempt));
    if (tokenizer.encode(caption.text).length <= length) return caption;
  }
  throw new Error(`no caption of ${length} tokens or fewer was drawn`);
}
