// Marks on a video's time: parts that do not count, events, and marks of one's own. Kept by time, not by frame.
import { signal } from '@preact/signals';

export const markKinds = ['exclude', 'event', 'custom'] as const;

export type MarkKind = (typeof markKinds)[number];

export interface Mark {
  readonly kind: MarkKind;
  /** Seconds of the video. Of an event or mark at one moment both are the same. */
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** By the id of the input, in order of time. */
export const marks = signal<ReadonlyMap<number, readonly Mark[]>>(new Map());

export const marksOf = (input: number): readonly Mark[] => marks.value.get(input) ?? [];

export function setMarks(input: number, list: readonly Mark[]): void {
  const sorted = [...list].sort((a, b) => a.from - b.from || a.to - b.to);
  marks.value = new Map([...marks.value, [input, sorted]]);
}

/** A frame has the timestamp of its beginning; a mark at a moment belongs to frames this near, in seconds. */
const near = 0.02;

/** What a moment is marked as. */
export function marksAt(input: number, timestamp: number) {
  const here = marksOf(input).filter(({ from, to }) => timestamp >= from - near && timestamp <= to + near);
  const names = (kind: MarkKind) => here.filter((mark) => mark.kind === kind).map(({ name }) => name);
  return { excluded: names('exclude').length > 0, events: names('event'), custom: names('custom') };
}
