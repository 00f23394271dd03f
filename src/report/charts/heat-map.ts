// A face overlaid with the model's local similarities, tinted and with contour lines that remain readable without colour.
import { contours } from 'd3-contour';
import { MpaferError } from '../../core/errors.ts';
import type { Heat } from '../../evaluate/run-report.ts';
import { type Markup, markup } from '../text/markup.ts';
import { place } from './axes.ts';
import { type Caption, chart } from './chart.ts';

export interface HeatMap extends Caption {
  /** A `data:image/...` URL. */
  readonly image: string;
  /** Without it the face alone is shown. */
  readonly heat?: Heat | undefined;
  /** Side of the square, in units. */
  readonly side?: number;
}

/** @throws MpaferError `image` when the image is not a data URL */
export function heatMap(given: HeatMap): string {
  const { image, heat, side = 160 } = given;
  requireImageUrl(image);
  return chart(
    given,
    { width: side, height: side },
    markup`<image href="${image}" width="${side}" height="${side}" preserveAspectRatio="xMidYMid slice"/>${heat && overlay(heat, side)}`,
  );
}

/** @throws MpaferError `image` when it is not a data URL of an image */
export function requireImageUrl(image: string): void {
  if (/^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]*$/.test(image)) return;
  throw new MpaferError(
    'image',
    `Cannot show an image that starts with "${image.slice(0, 24)}"; expected a data URL of a PNG, JPEG, WebP or GIF`,
  );
}

/** Contour levels, as shares of the range between the lowest and the highest value. */
const levels = [0.35, 0.5, 0.65, 0.8];

function overlay(heat: Heat, side: number): readonly Markup[] {
  const { rows, columns, values } = heat;
  const known = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (values.length !== rows * columns || !(high > low)) return [];
  const share = values.map((value) => (Number.isFinite(value) ? (value - low) / (high - low) : 0));
  const fine = smooth({ rows, columns, values: share }, 8);
  const shapes = contours().size([fine.columns, fine.rows]).thresholds(levels)(fine.values as number[]);
  const [across, down] = [side / fine.columns, side / fine.rows];
  return shapes.map((shape, index) => {
    const path = shape.coordinates
      .flat()
      .map((ring) => `M${ring.map(([x, y]) => `${place(x! * across)},${place(y! * down)}`).join('L')}Z`)
      .join('');
    return markup`<path d="${path}" fill-rule="evenodd" style="fill:#e8590c;fill-opacity:0.17;stroke:#fff;stroke-opacity:${place(0.35 + 0.2 * index)};stroke-width:${place(0.6 + 0.3 * index)}"/>`;
  });
}

/** Bilinear interpolation of the patches on a finer grid. */
export function smooth({ rows, columns, values }: Heat, factor: number): Heat {
  const at = (row: number, column: number) =>
    values[Math.min(Math.max(row, 0), rows - 1) * columns + Math.min(Math.max(column, 0), columns - 1)]!;
  const fine = Array.from({ length: rows * factor * columns * factor }, (_, index) => {
    const y = (Math.floor(index / (columns * factor)) + 0.5) / factor - 0.5;
    const x = ((index % (columns * factor)) + 0.5) / factor - 0.5;
    const [row, column] = [Math.floor(y), Math.floor(x)];
    const [down, across] = [y - row, x - column];
    const upper = at(row, column) * (1 - across) + at(row, column + 1) * across;
    const lower = at(row + 1, column) * (1 - across) + at(row + 1, column + 1) * across;
    return upper * (1 - down) + lower * down;
  });
  return { rows: rows * factor, columns: columns * factor, values: fine };
}
