// Keeps decoded images in memory, up to a number of bytes.
import { type SquareView, sameView, type ViewedImage } from '../image/square.ts';
import type { Sample } from './dataset.ts';

export interface ImageCache {
  /**
   * The sample's image, from memory or through its `read()`. A failed read is not remembered.
   *
   * @param view the square that is enough for the caller, as for `read()`
   */
  image(sample: Sample, view?: SquareView): Promise<ViewedImage>;
  /** Bytes of pixels held now, never more than the budget. */
  readonly bytes: number;
}

/**
 * @param budget bytes of pixels; an image that would go beyond it is read again each time. Nothing is ever thrown out:
 *   an epoch visits every image once, so the one least recently used is the one needed next.
 */
export function imageCache(budget: number): ImageCache {
  const images = new Map<Sample, ViewedImage>();
  let bytes = 0;
  return {
    async image(sample, view) {
      const held = images.get(sample);
      if (held !== undefined && suits(held, view)) return held;
      const image = await sample.read(view);
      // Two reads of one sample may have been under way: only the first to end counts, unless it was of a square.
      const before = images.get(sample);
      const more = image.data.byteLength - (before?.data.byteLength ?? 0);
      if ((before === undefined || !suits(before, image.view)) && bytes + more <= budget) {
        images.set(sample, image);
        bytes += more;
      }
      return image;
    },
    get bytes() {
      return bytes;
    },
  };
}

/** A whole image suits everyone; a square only those who want that square. */
const suits = ({ view: own }: ViewedImage, wanted: SquareView | undefined): boolean =>
  own === undefined || (wanted !== undefined && sameView(own, wanted));
