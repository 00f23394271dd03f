// A map over a face: tint, contours and a legend in units. It is read by line style too, so it works in grey print and for any eyes.
import { contours } from 'd3-contour';
import type { PatchMap } from '../../evaluate/explanation.ts';
import { type Markup, markup } from '../text/markup.ts';
import { measure } from '../text/numbers.ts';
import { place } from './axes.ts';
import { type Caption, chart } from './chart.ts';
import { requireImageUrl, smooth } from './heat-map.ts';

export interface ExplanationMap extends Caption {
  /** A `data:image/...` URL of the face. */
  readonly image: string;
  readonly map: PatchMap;
  readonly unit: string;
  /** The values of the ends of the scale, so that maps of one page can be compared: -b to b of a signed map. */
  readonly scale: readonly [low: number, high: number];
  readonly signed: boolean;
  /** Patches to outline, by index. */
  readonly marked?: readonly number[] | undefined;
}

/** Side of the face, and the height of the legend below it, in units. */
const side = 200;
const legend = 44;

/** Orange for, blue against: they differ for every common kind of colour blindness. */
const colours = { above: '#e66101', below: '#2166ac' };
/** Shares of the scale at which contours are drawn. */
const levels = [1 / 3, 2 / 3];

/** The scale of several maps of one kind. */
export function mapScale(maps: readonly PatchMap[], signed: boolean): readonly [number, number] {
  const values = maps.flatMap(({ values }) => values).filter(Number.isFinite);
  const largest = Math.max(0, ...values.map(Math.abs));
  return signed ? [-largest, largest] : [Math.min(...values), Math.max(...values)];
}

/** @throws MpaferError `image` when the image is not a data URL */
export function explanationMap(given: ExplanationMap): string {
  const { image, map, scale, signed, marked = [] } = given;
  requireImageUrl(image);
  const [low, high] = scale;
  // 0 to 1 above, and 0 to -1 below; of a map without sign all is above.
  const share = (value: number) => (high > low ? (signed ? value / high : (value - low) / (high - low)) : 0);
  const shares = map.values.map((value) => (Number.isFinite(value) ? share(value) : 0));
  const fine = smooth({ ...map, values: shares }, 8);
  const above = layer(fine, 1, colours.above, '');
  const below = signed ? layer(fine, -1, colours.below, '5 3') : [];
  const cell = { width: side / map.columns, height: side / map.rows };
  const outlines = marked.map((index) => {
    const [x, y] = [(index % map.columns) * cell.width, Math.floor(index / map.columns) * cell.height];
    return markup`<rect x="${place(x + 1)}" y="${place(y + 1)}" width="${place(cell.width - 2)}" height="${place(cell.height - 2)}" style="fill:none;stroke:#fff;stroke-width:3"/><rect x="${place(x + 1)}" y="${place(y + 1)}" width="${place(cell.width - 2)}" height="${place(cell.height - 2)}" style="fill:none;stroke:#000;stroke-width:1.2"/>`;
  });
  return chart(
    given,
    { width: side, height: side + legend },
    markup`<image href="${image}" width="${side}" height="${side}" preserveAspectRatio="xMidYMid slice"/>${below}${above}${outlines}${legendOf(given)}`,
  );
}

/** One side of the scale: three steps of tint, and a contour at each level, light under dark so that it shows on any face. */
function layer(fine: PatchMap, sign: 1 | -1, colour: string, dash: string): readonly Markup[] {
  const values = fine.values.map((value) => value * sign);
  const [across, down] = [side / fine.columns, side / fine.rows];
  const shapes = contours()
    .size([fine.columns, fine.rows])
    .thresholds([0.12, ...levels])(values);
  return shapes.flatMap(({ coordinates }, step) => {
    if (coordinates.length === 0) return [];
    const path = coordinates
      .flat()
      .map((ring) => `M${ring.map(([x, y]) => `${place(x! * across)},${place(y! * down)}`).join('L')}Z`)
      .join('');
    const lines =
      step > 0 &&
      markup`<path d="${path}" style="fill:none;stroke:#fff;stroke-width:${1.4 + 0.8 * step};stroke-opacity:.8"/><path d="${path}" style="fill:none;stroke:#000;stroke-width:${0.5 + 0.5 * step}" stroke-dasharray="${dash}"/>`;
    return markup`<path d="${path}" fill-rule="evenodd" style="fill:${colour};fill-opacity:.22;stroke:none"/>${lines}`;
  });
}

function legendOf({ scale: [low, high], signed, unit }: ExplanationMap): Markup {
  const top = side + 8;
  const steps = signed ? [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1] : [0, 1 / 3, 2 / 3, 1];
  const width = side / (steps.length - 1);
  const cells = steps.slice(1).map((end, index) => {
    const middle = (end + steps[index]!) / 2;
    const opacity = place(0.22 + 0.22 * Math.round(Math.abs(middle) * 3 - 0.5));
    return markup`<rect x="${place(index * width)}" y="${top}" width="${place(width)}" height="9" style="fill:${middle < 0 ? colours.below : colours.above};fill-opacity:${opacity};stroke:#000;stroke-width:.6" stroke-dasharray="${middle < 0 ? '5 3' : ''}"/>`;
  });
  const [left, right] = [
    signed ? `${measure(low)} against` : measure(low),
    signed ? `${measure(high)} for` : measure(high),
  ];
  return markup`${cells}<text class="muted small" x="0" y="${top + 20}">${left}</text><text class="muted small end" x="${side}" y="${top + 20}">${right}</text><text class="muted small middle" x="${side / 2}" y="${top + 32}">${unit}</text>`;
}
