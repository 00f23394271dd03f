// Resizing with antialiasing, bit for bit as Pillow does it; bicubic is the resizing that CLIP was trained with.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { type ResizeFilter, type Windows, windowsOf } from './resize-windows.ts';

/** A part of an image in pixels, fractions allowed. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The image, or the part of it in `box`, in another size. Pixels beyond the box still count at its border, as with Pillow's `resize(box=...)`.
 *
 * @param width columns of the result, 1 or more
 * @param height rows of the result, 1 or more
 * @param filter bicubic by default
 * @throws MpaferError `image` when the size or the box is empty, or the box leaves the image
 */
export function resize(
  image: RgbImage,
  width: number,
  height: number,
  box: Box = wholeOf(image),
  filter: ResizeFilter = 'bicubic',
): RgbImage {
  // Pillow keeps boxes in float32, so the windows are computed from the rounded numbers here too.
  const left = Math.fround(box.left);
  const top = Math.fround(box.top);
  const right = Math.fround(box.left + box.width);
  const bottom = Math.fround(box.top + box.height);
  if (!(left >= 0 && top >= 0 && left < right && top < bottom && right <= image.width && bottom <= image.height))
    throw new MpaferError(
      'image',
      `Cannot resize the part ${left},${top} to ${right},${bottom} of an image of ${image.width} x ${image.height} pixels`,
    );
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new MpaferError('image', `Cannot resize an image to ${width} x ${height} pixels`);
  const changesWidth = width !== image.width || left !== 0 || right !== width;
  const changesHeight = height !== image.height || top !== 0 || bottom !== height;
  if (!changesHeight)
    return changesWidth ? resizeRows(image, windowsOf(image.width, left, right, width, filter), 0, height) : image;
  const columns = windowsOf(image.height, top, bottom, height, filter);
  if (!changesWidth) return resizeColumns(image, columns, 0);
  // Only rows that the vertical pass will look at go through the horizontal one.
  const firstRow = columns.starts[0]!;
  const lastRow = columns.starts[height - 1]! + columns.lengths[height - 1]!;
  return resizeColumns(
    resizeRows(image, windowsOf(image.width, left, right, width, filter), firstRow, lastRow),
    columns,
    firstRow,
  );
}

export const wholeOf = ({ width, height }: RgbImage): Box => ({ left: 0, top: 0, width, height });

/** Half of one unit of the fixed-point sums, and the shift that takes their fraction away. */
const half = 1 << 21;
const precision = 22;

/** Rows `first` to `end` with every row in a new width. */
function resizeRows(
  image: RgbImage,
  { starts, lengths, weights, stride }: Windows,
  first: number,
  end: number,
): RgbImage {
  const width = starts.length;
  const data = new Uint8ClampedArray((end - first) * width * 3);
  const source = image.data;
  let to = 0;
  for (let row = first; row < end; row++) {
    const rowStart = row * image.width;
    for (let column = 0; column < width; column++) {
      let red = half;
      let green = half;
      let blue = half;
      let from = (rowStart + starts[column]!) * 3;
      const weightsStart = column * stride;
      const weightsEnd = weightsStart + lengths[column]!;
      for (let at = weightsStart; at < weightsEnd; at++) {
        const weight = weights[at]!;
        red = (red + Math.imul(source[from]!, weight)) | 0;
        green = (green + Math.imul(source[from + 1]!, weight)) | 0;
        blue = (blue + Math.imul(source[from + 2]!, weight)) | 0;
        from += 3;
      }
      data[to] = red >> precision;
      data[to + 1] = green >> precision;
      data[to + 2] = blue >> precision;
      to += 3;
    }
  }
  return { width, height: end - first, data: new Uint8Array(data.buffer) };
}

/** A new number of rows; the image begins at row `first` of the one that the windows were made for. */
function resizeColumns(image: RgbImage, { starts, lengths, weights, stride }: Windows, first: number): RgbImage {
  const height = starts.length;
  const rowLength = image.width * 3;
  const data = new Uint8ClampedArray(height * rowLength);
  const source = image.data;
  const sums = new Int32Array(rowLength);
  for (let row = 0; row < height; row++) {
    sums.fill(half);
    // Row after row, so that memory is read in order.
    for (let tap = 0; tap < lengths[row]!; tap++) {
      const weight = weights[row * stride + tap]!;
      const from = (starts[row]! - first + tap) * rowLength;
      for (let at = 0; at < rowLength; at++) sums[at] = sums[at]! + Math.imul(source[from + at]!, weight);
    }
    const to = row * rowLength;
    for (let at = 0; at < rowLength; at++) data[to + at] = sums[at]! >> precision;
  }
  return { width: image.width, height, data: new Uint8Array(data.buffer) };
}
