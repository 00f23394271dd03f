// Detects cuts: a frame whose picture has nothing in common with the one before, in layout nor in colours.
import type { RgbImage } from '../core/image.ts';

/** Watches the frames of a video, in order. */
export interface ShotChanges {
  /** Whether this frame begins a new shot. The first one does not. */
  isCut(image: RgbImage): boolean;
}

/** Cells of the reduced picture. */
const [columns, rows] = [16, 12];
/** Levels of each colour in the histogram. */
const levels = 4;
/** Below this correlation of layouts, and above this distance of colours (0 to 1), it is a cut. Motion changes the first, light the second. */
const [leastAlike, mostDifferent] = [0.5, 0.25];
/** Standard deviation of a picture that shows nothing, such as a fade to black: neither a shot nor compared. */
const leastContrast = 4;

export function shotChanges(): ShotChanges {
  let last: Sketch | undefined;
  return {
    isCut(image) {
      const sketch = sketchOf(image);
      if (sketch.contrast < leastContrast) return false;
      const before = last;
      last = sketch;
      if (before === undefined) return false;
      return (
        correlation(before.layout, sketch.layout) < leastAlike &&
        colourDistance(before.colours, sketch.colours) > mostDifferent
      );
    },
  };
}

interface Sketch {
  /** Mean brightness of each cell, less that of the picture. */
  readonly layout: Float64Array;
  readonly contrast: number;
  /** Shares of `levels` ** 3 colours. */
  readonly colours: Float64Array;
}

/** Looks at some 20,000 pixels at most. */
function sketchOf({ width, height, data }: RgbImage): Sketch {
  const layout = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  const colours = new Float64Array(levels ** 3);
  const stepX = Math.max(1, Math.floor(width / 160));
  const stepY = Math.max(1, Math.floor(height / 120));
  for (let y = 0; y < height; y += stepY) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x += stepX) {
      const at = (y * width + x) * 3;
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
      const cell = row + Math.floor((x * columns) / width);
      layout[cell]! += (red * 77 + green * 150 + blue * 29) / 256;
      counts[cell]!++;
      colours[((red >> 6) * levels + (green >> 6)) * levels + (blue >> 6)]!++;
    }
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  // A cell of a tiny picture may have no pixel; it counts as average.
  const sum = layout.reduce((all, own) => all + own, 0);
  layout.forEach((own, cell) => {
    layout[cell] = counts[cell] === 0 ? 0 : own / counts[cell]! - sum / total;
  });
  const squares = layout.reduce((all, own) => all + own * own, 0);
  return { layout, contrast: Math.sqrt(squares / layout.length), colours: colours.map((count) => count / total) };
}

/** Pearson's, of two centred layouts. */
function correlation(a: Float64Array, b: Float64Array): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    product += a[at]! * b[at]!;
    squareA += a[at]! ** 2;
    squareB += b[at]! ** 2;
  }
  return product / Math.sqrt(squareA * squareB);
}

/** Half the sum of differences: 0 for equal shares, 1 for colours that are never shared. */
const colourDistance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, share, at) => sum + Math.abs(share - b[at]!), 0) / 2;
