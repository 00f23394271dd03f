// A scatter plot of points in classes, each with a shape and colour of its own.
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import { markup } from '../text/markup.ts';
import { shorten } from '../text/numbers.ts';
import { place } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface ScatterPlot extends Caption, Partial<Size> {
  readonly under: string;
  readonly classes: readonly string[];
  readonly points: readonly ScatterPoint[];
  /** The prototype of each class, drawn large. */
  readonly marks?: readonly { readonly x: number; readonly y: number }[] | undefined;
}

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Index into `classes`. */
  readonly label: number;
}

/** The eighth shape: a triangle pointing down. */
const symbolTip: SymbolType = {
  draw(context, size) {
    const y = -Math.sqrt(size / (Math.sqrt(3) * 3));
    context.moveTo(0, -2 * y);
    context.lineTo(-Math.sqrt(3) * y, y);
    context.lineTo(Math.sqrt(3) * y, y);
    context.closePath();
  },
};

const shapes: readonly SymbolType[] = [
  symbolCircle,
  symbolTriangle,
  symbolSquare,
  symbolCross,
  symbolDiamond,
  symbolStar,
  symbolWye,
  symbolTip,
];

export function scatterPlot(given: ScatterPlot): string {
  const { classes, points, marks = [], width = 460, height = 440 } = given;
  if (points.length === 0) return emptyChart(given, { width, height: 120 });
  const all = [...points, ...marks];
  // Both axes share one scale, so that distances are comparable in every direction.
  const [left, right] = extent(all, ({ x }) => x) as [number, number];
  const [low, high] = extent(all, ({ y }) => y) as [number, number];
  const legend = Math.ceil(classes.length / 4) * 18;
  const room = { width: width - 20, height: height - 56 - legend };
  const scale = Math.min(room.width / (right - left || 1), room.height / (high - low || 1));
  const across = scaleLinear([left, right], [0, (right - left) * scale]);
  const spare = (room.width - (right - left) * scale) / 2;
  const at = ({ x, y }: { readonly x: number; readonly y: number }) =>
    `translate(${place(10 + spare + across(x))} ${place(48 + (high - y) * scale)})`;
  const shapeOf = (label: number, size: number) => symbol(shapes[label % shapes.length]!, size).digits(2)() ?? '';
  const drawn = points.map(
    (point) =>
      markup`<path class="fill-${point.label % 4}" fill-opacity="0.5" transform="${at(point)}" d="${shapeOf(point.label, 22)}"/>`,
  );
  const large = marks.map(
    (mark, label) =>
      markup`<path class="fill-${label % 4} mark" transform="${at(mark)}" d="${shapeOf(label, 130)}"><title>prototype of ${classes[label] ?? ''}</title></path>`,
  );
  const key = classes.map((name, label) => {
    const [x, y] = [10 + (label % 4) * ((width - 20) / 4), height - legend + Math.floor(label / 4) * 18 + 8];
    return markup`<path class="fill-${label % 4}" transform="translate(${place(x)} ${y - 4})" d="${shapeOf(label, 40)}"/><text class="small" x="${place(x + 9)}" y="${y}">${shorten(name, 15)}</text>`;
  });
  return chart(given, { width, height }, markup`${heading(given.title, given.under)}${drawn}${large}${key}`);
}
