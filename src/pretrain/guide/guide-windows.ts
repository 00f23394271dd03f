// The guide's input: overlapping windows of an image, half a patch apart.
import { float32, type NumericArray } from '../../core/array.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { normalisedGrey } from '../batches/greyscale.ts';
import type { GuideShape } from './guide.ts';

/** The guide's graph input. */
export const guideWindows = ({ side, window }: GuideShape): Tensor =>
  input('windows', ['B', 4 * side * side, window ** 2]);

/** Overlapping windows [B, 4 N, window window] of views, with zeros outside the image. */
export function windowsOf(views: readonly Float32Array[], { side, stride, window }: GuideShape): NumericArray {
  const places = 2 * side;
  const size = places * stride;
  const rows = new Float32Array(views.length * places * places * window * window);
  // A window is centred on its stride of pixels, as closely as whole pixels allow.
  const before = Math.floor((window - stride) / 2);
  let to = 0;
  for (const view of views)
    for (let row = 0; row < places; row++)
      for (let column = 0; column < places; column++)
        for (let y = row * stride - before; y < row * stride - before + window; y++)
          for (let x = column * stride - before; x < column * stride - before + window; x++, to++)
            if (y >= 0 && y < size && x >= 0 && x < size) rows[to] = normalisedGrey(view[y * size + x]!);
  return float32(rows, [views.length, places * places, window * window]);
}
