// Keeps decoded images in memory, up to a number of bytes.
import type { RgbImage } from '../core/image.ts';
import type { Sample } from './dataset.ts';

export interface ImageCache {
  /** The sample's image, from memory or through its `read()`. A failed read is not remembered. */
  image(sample: Sample): Promise<RgbImage>;
  /** Bytes of pixels held now, never more than the budget. */
  readonly bytes: number;
}

/**
 * @param budget bytes of pixels; an image that would go beyond it is read again each time. Nothing is ever thrown out:
 *   an epoch visits every image once, so the one least recently used is the one needed next.
 */
export function imageCache(budget: number): ImageCache {
  const images = new Map<Sample, RgbImage>();
  let bytes = 0;
  return {
    async image(sample) {
      const held = images.get(sample);
      if (held !== undefined) return held;
      const image = await sample.read();
      // Two reads of one sample may have been under way: only the first to end counts.
      if (!images.has(sample) && bytes + image.data.byteLength <= budget) {
        images.set(sample, image);
        bytes += image.data.byteLength;
      }
      return image;
    },
    get bytes() {
      return bytes;
    },
  };
}
