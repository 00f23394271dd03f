// Axes of charts: ticks, grid lines and labels.
import { type Markup, markup } from '../text/markup.ts';

/** Rounds a coordinate to a hundredth, which keeps files small and identical across platforms. */
export const place = (value: number): number => Math.round(value * 100) / 100;

/** The plotting area. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** The ticks that a d3 scale labels (a logarithmic scale labels only some), written by `write` if it keeps them distinct, else in the scale's own format. */
export const ticksOf = (
  scale: {
    (value: number): number;
    ticks(count: number): number[];
    tickFormat(count: number): (value: number) => string;
  },
  wanted: number,
  write?: (value: number) => string,
): readonly Tick[] => {
  const own = scale.tickFormat(wanted);
  const values = scale.ticks(wanted).filter((value) => own(value) !== '');
  // Over a narrow range `write` may round several ticks to the same text.
  const isDistinct = write !== undefined && new Set(values.map(write)).size === values.length;
  return values.map((value) => ({ at: place(scale(value)), text: (isDistinct ? write : own)(value) }));
};

/** The vertical axis: grid lines across the frame, with their values on the left. */
export const valueAxis = ({ left, right }: Frame, ticks: readonly Tick[]): readonly Markup[] =>
  ticks.map(
    ({ at, text }) =>
      markup`<line class="rule" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text class="muted end" x="${left - 6}" y="${place(at + 4)}">${text}</text>`,
  );

/** The horizontal axis: the base line with its values below and a label at its right end. */
export const baseAxis = ({ left, right, bottom }: Frame, ticks: readonly Tick[], label: string): Markup =>
  markup`<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>${ticks.map(
    ({ at, text }) =>
      markup`<line class="axis" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 4}"/><text class="muted middle" x="${at}" y="${bottom + 17}">${text}</text>`,
  )}<text class="muted end" x="${right}" y="${bottom + 33}">${label}</text>`;

/** Moves positions apart until neighbours are at least `gap` apart, within `[low, high]` if there is room. */
export function spread(places: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  let floor = low;
  for (const index of order) {
    moved[index] = Math.max(moved[index]!, floor);
    floor = moved[index]! + gap;
  }
  let ceiling = high;
  for (const index of order.reverse()) {
    moved[index] = Math.min(moved[index]!, ceiling);
    ceiling = moved[index]! - gap;
  }
  return moved;
}
