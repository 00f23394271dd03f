// Mean faces: of all that were explained, and by class. Maps of many faces are drawn over them.
import type { RgbImage } from '../../core/image.ts';

export interface MeanFaces {
  /** @param face as the model sees it, always of one size */
  add(name: string, face: RgbImage): void;
  /** Of a class, or of all faces; undefined where there is none. */
  of(name?: string): RgbImage | undefined;
}

export function meanFaces(): MeanFaces {
  let size = { width: 0, height: 0 };
  const sums = new Map<string | undefined, { readonly sum: Float64Array; count: number }>();
  const addTo = (name: string | undefined, { data }: RgbImage) => {
    const known = sums.get(name) ?? { sum: new Float64Array(data.length), count: 0 };
    for (let at = 0; at < data.length; at++) known.sum[at]! += data[at]!;
    known.count++;
    sums.set(name, known);
  };
  return {
    add(name, face) {
      size = { width: face.width, height: face.height };
      addTo(undefined, face);
      addTo(name, face);
    },
    of(name) {
      const found = sums.get(name);
      return found && { ...size, data: Uint8Array.from(found.sum, (value) => Math.round(value / found.count)) };
    },
  };
}
