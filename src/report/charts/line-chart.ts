// Curves over epochs or steps, each labelled at its end, with an uncertainty band if one is given.
import { extent } from 'd3-array';
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { type Markup, markup } from '../text/markup.ts';
import { measure, shorten } from '../text/numbers.ts';
import { baseAxis, type Frame, place, spread, ticksOf, valueAxis } from './axes.ts';
import { type Caption, chart, emptyChart, heading, type Size } from './chart.ts';

export interface Series {
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

/** A non-finite y breaks the line. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** The uncertainty of y. */
  readonly band?: readonly [number, number];
}

export interface LineChart extends Caption, Partial<Size> {
  /** Label of x: `epoch`. */
  readonly x: string;
  /** What y measures, with its unit; shown as the subtitle. */
  readonly y: string;
  /** Up to four curves; further ones reuse colours and dashes. */
  readonly series: readonly Series[];
  /** Limits of y; by default those of the data. */
  readonly limits?: readonly [number, number];
  /** Whether y is logarithmic; values of 0 or less break the line. */
  readonly logarithmic?: boolean;
  /** How values are written at the ends of curves and along the axis. */
  readonly write?: (value: number) => string;
  readonly writeTick?: (value: number) => string;
  /** A labelled vertical line. */
  readonly marker?: { readonly x: number; readonly text: string };
}

export function lineChart(given: LineChart): string {
  const { width = 340, height = 220, x, y, logarithmic = false, write = measure, writeTick = write, marker } = given;
  const isDrawn = ({ x, y }: CurvePoint) => Number.isFinite(x) && Number.isFinite(y) && (!logarithmic || y > 0);
  const series = given.series.filter(({ points }) => points.some(isDrawn));
  const drawn = series.flatMap(({ points }) => points.filter(isDrawn));
  if (drawn.length === 0) return emptyChart(given, { width, height });

  const ends = series.map(({ name, points }) => {
    const last = points.findLast(isDrawn)!;
    return { last, text: series.length > 1 ? `${shorten(name, 14)} ${write(last.y)}` : write(last.y) };
  });
  const labelWidth = 10 + 6.9 * Math.max(7, ...ends.map(({ text }) => text.length));
  const frame: Frame = { left: 44, right: width - labelWidth, top: 46, bottom: height - 38 };
  const across = scaleLinear(padded(drawn.map((point) => point.x)), [frame.left, frame.right]);
  const values = drawn.flatMap(({ y, band }) => [y, ...(band ?? [])]).filter((value) => !logarithmic || value > 0);
  const up = (logarithmic ? scaleLog() : scaleLinear())
    .domain(given.limits ?? padded(values, logarithmic))
    .range([frame.bottom, frame.top]) as ScaleContinuousNumeric<number, number>;
  if (!given.limits) up.nice(4);

  // No ticks between whole epochs.
  const [first, last] = across.domain() as [number, number];
  const marks = drawn.every(({ x }) => Number.isInteger(x)) ? Math.max(1, last - first) : Number.POSITIVE_INFINITY;
  const labels = spread(
    ends.map(({ last }) => up(last.y)),
    14,
    frame.top,
    frame.bottom,
  );
  return chart(
    given,
    { width, height },
    markup`${heading(given.title, y)}${valueAxis(frame, ticksOf(up, 4, writeTick))}${baseAxis(frame, ticksOf(across, Math.min(6, width / 60, marks)), x)}${marker !== undefined && Number.isFinite(marker.x) && pointAt(place(across(marker.x)), marker.text, frame, labels)}${series.map(({ points }, index) => curve(points, index, across, up, isDrawn))}${ends.map(
      ({ text }, index) =>
        markup`<text class="fill-${index % 4} strong" x="${place(frame.right + 7)}" y="${place(labels[index]! + 4)}">${text}</text>`,
    )}`,
  );
}

/** A vertical line, labelled where the curves do not end. */
function pointAt(at: number, text: string, { left, right, top, bottom }: Frame, ends: readonly number[]): Markup {
  const isLate = at > (left + right) / 2;
  const isLow = ends.reduce((sum, end) => sum + end, 0) / ends.length > (top + bottom) / 2;
  return markup`<line class="axis dash-2" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/><text class="muted small halo ${isLate && 'end'}" x="${at + (isLate ? -4 : 4)}" y="${isLow ? top + 9 : bottom - 5}">${text}</text>`;
}

function curve(
  points: readonly CurvePoint[],
  index: number,
  across: (value: number) => number,
  up: (value: number) => number,
  isDrawn: (point: CurvePoint) => boolean,
): Markup {
  const path = line<CurvePoint>(
    (point) => across(point.x),
    (point) => up(point.y),
  )
    .defined(isDrawn)
    .digits(2);
  const band = area<CurvePoint>()
    .x((point) => across(point.x))
    .y0((point) => up(point.band![0]))
    .y1((point) => up(point.band![1]))
    .defined((point) => isDrawn(point) && (point.band ?? [Number.NaN]).every(Number.isFinite))
    .digits(2);
  const slot = index % 4;
  // Short curves show their points: a line alone would suggest measurements in between.
  const dots = points.filter(isDrawn).length <= 12 ? points.filter(isDrawn) : [];
  const shade = points.some((point) => point.band) ? (band(points as CurvePoint[]) ?? '') : '';
  return markup`${shade !== '' && markup`<path class="area fill-${slot}" fill-opacity="0.16" d="${shade}"/>`}<path class="curve line-${slot} dash-${slot}" d="${path(points as CurvePoint[]) ?? ''}"/>${dots.map(
    (point) =>
      markup`<circle class="fill-${slot}" cx="${place(across(point.x))}" cy="${place(up(point.y))}" r="2.5"><title>${measure(point.x)}: ${measure(point.y)}</title></circle>`,
  )}`;
}

/** The range of some numbers, never empty. */
function padded(values: readonly number[], logarithmic = false): [number, number] {
  const [low, high] = extent(values) as [number, number];
  if (low < high) return [low, high];
  if (logarithmic) return [low / 2, low * 2];
  const room = Math.abs(low) / 2 || 0.5;
  return [low - room, low + room];
}
