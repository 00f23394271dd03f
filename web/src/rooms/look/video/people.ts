// A video's results by person, over time.
import type { VideoRow, WrittenFace } from 'mpafer';

export type FrameRow = Extract<VideoRow, { readonly frame: number }>;

export const framesOf = (rows: readonly VideoRow[]): readonly FrameRow[] =>
  rows.filter((row): row is FrameRow => 'frame' in row);

export interface Person {
  readonly id: number;
  readonly first: number;
  readonly frames: number;
}

/** In the order of their ids. */
export function peopleOf(rows: readonly FrameRow[]): readonly Person[] {
  const people = new Map<number, { id: number; first: number; frames: number }>();
  for (const { faces, timestamp } of rows) {
    for (const { id } of faces) {
      const known = people.get(id);
      if (known === undefined) people.set(id, { id, first: timestamp, frames: 1 });
      else known.frames++;
    }
  }
  return [...people.values()].sort((a, b) => a.id - b.id);
}

/** The last frame at or before a time; undefined before the first. */
export function frameAt(rows: readonly FrameRow[], time: number): FrameRow | undefined {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.timestamp <= time + 1e-6) low = middle + 1;
    else high = middle;
  }
  return rows[low - 1];
}

export type Shown = 'smoothed' | 'raw' | 'relative';

/** A person's values of a frame; undefined where they are not known. */
export function valuesOf(face: WrittenFace, shown: Shown): Readonly<Record<string, number>> | undefined {
  if (shown === 'relative') return face.relative;
  return shown === 'raw' ? face.probabilities : (face.smoothed?.probabilities ?? face.probabilities);
}
