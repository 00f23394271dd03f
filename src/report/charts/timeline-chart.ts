// Expressions over time: for each person a band per class, named at its side, whose height is the probability. Gaps are gaps.
import { scaleLinear } from 'd3-scale';
import { area } from 'd3-shape';
import type { Timeline, TimelinePerson } from '../../evaluate/timeline.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { baseAxis, place, ticksOf } from './axes.ts';
import { type Caption, chart, emptyChart, heading } from './chart.ts';

export interface TimelineChart extends Caption {
  readonly timeline: Timeline;
  readonly width?: number;
}

/** In units of the picture: a band with the space above it, and what a person's name takes. */
const [band, space, nameHeight, top, left] = [18, 4, 26, 44, 96];

/** A standalone SVG. Bands of one person lie under each other; dashed lines are cuts. */
export function timelineChart({ timeline, width = 860, ...caption }: TimelineChart): string {
  const { classes, people, times, cuts } = timeline;
  if (people.length === 0 || times.length === 0) {
    return emptyChart(caption, { width, height: 160 }, 'No face was found');
  }
  const personHeight = nameHeight + classes.length * (band + space);
  const bottom = top + people.length * personHeight + 8;
  const right = width - 12;
  const [first, last] = [times[0]!, times.at(-1)!];
  const across = scaleLinear([first, last > first ? last : first + 1], [left, right]);
  const lines = cuts.map(
    (at) =>
      markup`<line class="axis dash-2" x1="${place(across(at))}" x2="${place(across(at))}" y1="${top}" y2="${bottom}"><title>Cut at ${at.toFixed(2)} s</title></line>`,
  );
  const rows = people.map((person, index) =>
    personBands(person, timeline, { across, y: top + index * personHeight, right }),
  );
  const cutNote = cuts.length === 0 ? '' : '; dotted lines are cuts';
  return chart(
    caption,
    { width, height: bottom + 40 },
    markup`${heading(caption.title, `Height of a band: probability, from 0 to 1; empty where the person is out of sight${cutNote}`)}${rows}${lines}${baseAxis({ left, right, top, bottom }, ticksOf(across, 8), 'seconds')}`,
  );
}

interface Where {
  readonly across: (seconds: number) => number;
  readonly y: number;
  readonly right: number;
}

function personBands(person: TimelinePerson, timeline: Timeline, { across, y, right }: Where): Markup {
  const { classes, frames } = timeline;
  const name = markup`<text class="strong" x="0" y="${y + 18}">Person ${person.id}</text><text class="muted small" x="${left}" y="${y + 18}">in ${person.frames} of ${frames} frames</text>`;
  const best = person.mean.indexOf(Math.max(...person.mean));
  const bands = classes.map((label, at) => {
    const low = y + nameHeight + (at + 1) * (band + space) - space;
    // Every other class has the second colour, so that neighbouring bands can be distinguished; each is labelled with its name.
    return markup`<text class="end ${at === best ? 'strong' : 'muted'}" x="${left - 8}" y="${low - 5}">${label}</text><line class="rule" x1="${left}" x2="${right}" y1="${low}" y2="${low}"/><path class="area fill-${at % 2}" d="${bandPath(person, timeline, { at, low, across })}"><title>${label}: ${percent(person.mean[at])} on average</title></path>`;
  });
  return markup`<g>${name}${bands}</g>`;
}

function bandPath(
  { values }: TimelinePerson,
  { times }: Timeline,
  { at, low, across }: { readonly at: number; readonly low: number } & Pick<Where, 'across'>,
): string {
  type Point = readonly [time: number, value: number | undefined];
  const points = values.flatMap((own, index): Point[] => {
    const value = own?.[at];
    // Someone who comes or leaves is drawn to half-way between the moments, so that a single one has a width too.
    const sides = [index - 1, index + 1].map((beside): Point[] =>
      value !== undefined && beside in times && values[beside] === undefined
        ? [[(times[index]! + times[beside]!) / 2, value]]
        : [],
    );
    return [...sides[0]!, [times[index]!, value], ...sides[1]!];
  });
  const path = area<Point>(
    ([time]) => across(time),
    () => low,
    ([, value]) => low - band * value!,
  )
    .defined(([, value]) => value !== undefined)
    .digits(2);
  return path(points) ?? '';
}
