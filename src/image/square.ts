// The square of an image that a model looks at: resized, then cut to its middle or stretched.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { centreCrop } from './crop.ts';
import { resize, wholeOf } from './resize.ts';
import type { ResizeFilter } from './resize-windows.ts';
import { wrongSides } from './side-ratio.ts';

/** How an image becomes a square. */
export interface SquareView {
  /** Image side S in pixels. */
  readonly size: number;
  /** `shortest`: the shorter side to `edge`, then the middle square; `stretch`: straight to a square, whatever the proportions. */
  readonly resize: 'shortest' | 'stretch';
  /** Length in pixels that the shorter side is resized to, `size` or more. */
  readonly edge: number;
  readonly filter: ResizeFilter;
}

/** An image that may be such a square already, because whoever read it was asked for one. */
export interface ViewedImage extends RgbImage {
  /** Present where the image was reduced, and how. */
  readonly view?: SquareView | undefined;
}

/** The square; the image itself where it is that square already. @throws MpaferError `image` when one side is more than 100 times the other */
export function squareOf(image: ViewedImage, view: SquareView): ViewedImage {
  if (image.view !== undefined && sameView(image.view, view)) return image;
  return { ...reduced(image, view), view };
}

function reduced(image: RgbImage, { size, edge, resize: mode, filter }: SquareView): RgbImage {
  const { width, height } = image;
  const wrong = wrongSides(width, height);
  if (wrong !== undefined) throw new MpaferError('image', `Cannot prepare an image: it ${wrong}`);
  if (mode === 'stretch') return resize(image, size, size, wholeOf(image), filter);
  const longer = Math.trunc((edge * Math.max(width, height)) / Math.min(width, height));
  const [columns, rows] = width <= height ? [edge, longer] : [longer, edge];
  return centreCrop(resize(image, columns, rows, wholeOf(image), filter), size, size);
}

export const sameView = (a: SquareView, b: SquareView): boolean =>
  a.size === b.size && a.resize === b.resize && a.edge === b.edge && a.filter === b.filter;
