// A person's expressions over the video: a band for each class, smoothed as a surface and raw as a line, the marks below, and a cursor.
import './timeline.css';
import type { ReadonlySignal } from '@preact/signals';
import { classColour } from '../../../components/class-style.tsx';
import { Figure } from '../../../components/figure.tsx';
import { answerOf, cut } from '../answer.ts';
import type { Mark } from './marks.ts';
import { markKinds } from './marks.ts';
import { type FrameRow, frameAt, type Shown, valuesOf } from './people.ts';

export interface TimelineProps {
  readonly rows: readonly FrameRow[];
  readonly person: number;
  readonly classes: readonly string[];
  readonly shown: Shown;
  /** Seconds. */
  readonly duration: number;
  /** Read again at each key, so that a key counts from where the one before led, drawn or not. */
  readonly time: ReadonlySignal<number>;
  readonly marks: readonly Mark[];
  readonly onSeek: (time: number) => void;
}

/** Units of the drawing: its width, a band and the gap below it, a lane of marks. */
const [width, band, gap, lane] = [1000, 26, 5, 12];

/** A line is broken where nothing is known for so many times the usual step. */
const longestStep = 2.5;

export function Timeline(props: TimelineProps) {
  const { rows, person, classes, shown, duration, marks, onSeek } = props;
  const time = props.time.value;
  const bottom = classes.length * (band + gap);
  const height = bottom + markKinds.length * lane + 6;
  const across = (seconds: number) => (width * Math.min(seconds, duration)) / duration;
  const own = rows.flatMap(({ timestamp, faces }) => {
    const face = faces.find(({ id }) => id === person);
    return face === undefined ? [] : [{ timestamp, face }];
  });
  const step = usualStep(rows);
  const now = frameAt(rows, time);
  const face = now?.faces.find(({ id }) => id === person);
  const seek = (event: KeyboardEvent) => {
    const from = frameAt(rows, props.time.peek());
    const at = from === undefined ? -1 : rows.indexOf(from);
    const by = event.shiftKey ? 10 : 1;
    const to = {
      ArrowRight: rows[Math.min(at + by, rows.length - 1)]?.timestamp,
      ArrowLeft: rows[Math.max(at - by, 0)]?.timestamp,
      Home: 0,
      End: rows.at(-1)?.timestamp,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(to);
  };
  const point = (event: PointerEvent) => {
    if (event.buttons === 0 && event.type === 'pointermove') return;
    const { left, width: wide } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    onSeek(duration * Math.min(1, Math.max(0, (event.clientX - left) / wide)));
  };
  return (
    <Figure interactive caption={captionOf(props, own)} table={tableOf(props, own)}>
      <div class="timeline">
        <ol class="timeline-names" aria-hidden="true">
          {classes.map((name) => (
            <li key={name}>{name}</li>
          ))}
          {markKinds.map((kind) => (
            <li key={kind} class="lane">
              {kind}
            </li>
          ))}
        </ol>
        <div
          class="timeline-drawing"
          role="slider"
          tabIndex={0}
          aria-label="Time in the video"
          aria-valuemin={0}
          aria-valuemax={Math.round(duration * 1000) / 1000}
          aria-valuenow={Math.round(time * 1000) / 1000}
          aria-valuetext={`${time.toFixed(2)} seconds, ${face === undefined ? 'not in sight' : answerOf(face, cut.value).words}`}
          onKeyDown={seek}
          onPointerDown={point}
          onPointerMove={point}
        >
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" height={height} aria-hidden="true">
            {classes.map((name, index) => {
              const low = index * (band + gap) + band;
              const zero = shown === 'relative' ? low - band / 2 : low;
              const scale = shown === 'relative' ? band / 2 : band;
              const y = (value: number) => zero - scale * value;
              const parts = partsOf(own, step * longestStep);
              return (
                <g key={name}>
                  <line class="timeline-rule" x1="0" x2={width} y1={zero} y2={zero} />
                  {parts.map((part) => (
                    <path
                      key={part[0]!.timestamp}
                      d={surface(part, (face) => valuesOf(face, shown)?.[name], { across, y, zero })}
                      fill={classColour(index)}
                      fill-opacity=".55"
                    />
                  ))}
                  {shown === 'smoothed' &&
                    parts.map((part) => (
                      <path
                        key={part[0]!.timestamp}
                        class="timeline-raw"
                        d={line(part, (face) => face.probabilities[name], { across, y })}
                        stroke={classColour(index)}
                      />
                    ))}
                </g>
              );
            })}
            {marks.map((mark, index) => (
              <rect
                key={`${index}-${mark.kind}`}
                class={`timeline-mark ${mark.kind}`}
                x={across(mark.from)}
                width={Math.max(across(mark.to) - across(mark.from), 3)}
                y={bottom + markKinds.indexOf(mark.kind) * lane + 2}
                height={lane - 3}
              />
            ))}
            {marks
              .filter(({ kind }) => kind === 'exclude')
              .map(({ from, to }) => (
                <rect
                  key={from}
                  class="timeline-excluded"
                  x={across(from)}
                  width={across(to) - across(from)}
                  y="0"
                  height={bottom}
                />
              ))}
            <line class="timeline-cursor" x1={across(time)} x2={across(time)} y1="0" y2={height} />
          </svg>
        </div>
      </div>
    </Figure>
  );
}

type Own = { readonly timestamp: number; readonly face: FrameRow['faces'][number] };

/** Seconds between frames, the middle of all. */
function usualStep(rows: readonly FrameRow[]): number {
  const steps = rows.slice(1).map(({ timestamp }, index) => timestamp - rows[index]!.timestamp);
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0.1;
}

/** Stretches without a gap. */
function partsOf(own: readonly Own[], longest: number): readonly (readonly Own[])[] {
  const parts: Own[][] = [];
  for (const one of own) {
    const last = parts.at(-1)?.at(-1);
    if (last !== undefined && one.timestamp - last.timestamp <= longest) parts.at(-1)!.push(one);
    else parts.push([one]);
  }
  return parts;
}

interface Scales {
  readonly across: (seconds: number) => number;
  readonly y: (value: number) => number;
}

const place = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

function line(part: readonly Own[], value: (face: Own['face']) => number | undefined, { across, y }: Scales): string {
  const points = part.flatMap(({ timestamp, face }) => {
    const own = value(face);
    return own === undefined ? [] : [place(across(timestamp), y(own))];
  });
  return points.length === 0 ? '' : `M${points.join('L')}`;
}

function surface(
  part: readonly Own[],
  value: (face: Own['face']) => number | undefined,
  { across, y, zero }: Scales & { readonly zero: number },
): string {
  const known = part.filter(({ face }) => value(face) !== undefined);
  if (known.length === 0) return '';
  const [first, last] = [across(known[0]!.timestamp), across(known.at(-1)!.timestamp)];
  return `${line(known, value, { across, y })}L${place(Math.max(last, first + 1.5), zero)}L${place(first, zero)}Z`;
}

function captionOf({ person, duration, shown }: TimelineProps, own: readonly Own[]): string {
  if (own.length === 0) return `Person ${person} is not in sight`;
  const counts = new Map<string, number>();
  for (const { face } of own) counts.set(face.expression, (counts.get(face.expression) ?? 0) + 1);
  const [name, count] = [...counts].sort(([, a], [, b]) => b - a)[0]!;
  const kind = {
    smoothed: 'Surfaces are smoothed, thin lines are what each frame gives alone',
    raw: 'Surfaces are what each frame gives alone',
    relative: 'Above the line: more than in the resting face; below: less',
  }[shown];
  return `Person ${person}, ${duration.toFixed(1)} s: ${name} leads in ${count} of ${own.length} frames in which they are seen. ${kind}; empty where they are out of sight.`;
}

const tableOf = ({ classes, shown }: TimelineProps, own: readonly Own[]) => ({
  columns: ['second', 'expression', ...classes],
  rows: own.map(({ timestamp, face }) => [
    timestamp.toFixed(3),
    face.expression,
    ...classes.map((name) => valuesOf(face, shown)?.[name]?.toFixed(3) ?? ''),
  ]),
});
