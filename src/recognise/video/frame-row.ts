// A row of results: one frame with its faces, or why there are no more frames; or one picture. And its columns in a table.
import type { Recognition } from '../expression-recogniser.ts';
import type { VideoFace, VideoRecognition } from './video-result.ts';

/** A face of a row: without its 468 landmarks, which are many times as long as everything else. */
export type WrittenFace = Omit<VideoFace, 'landmarks'>;

/** A frame with its faces, or why a video has no more. */
export type VideoRow =
  | (Omit<VideoRecognition, 'source' | 'faces'> & { readonly file: string; readonly faces: readonly WrittenFace[] })
  | {
      readonly file: string;
      /** It cannot be opened, or not be read to its end. */
      readonly status: 'unreadable';
      readonly faces: readonly [];
      readonly code: string;
      readonly reason: string;
    };

/** What became of one picture, its faces numbered from 1. */
export interface PictureRow {
  readonly file: string;
  readonly status: Recognition['status'];
  readonly faces: readonly WrittenFace[];
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

/** A row of any input. */
export type FaceRow = VideoRow | PictureRow;

/**
 * The row of a recognised frame, as it is written: without landmarks.
 *
 * @example
 * ```ts
 * import { frameRow } from 'mpafer';
 * const frame = { source: 'clip.mp4', frame: 0, timestamp: 0, status: 'no-face', shot: 1, faces: [] } as const;
 * console.log(frameRow('clip.mp4', frame).status); // no-face
 * ```
 */
export function frameRow(file: string, { source: _, faces, ...frame }: VideoRecognition): VideoRow {
  return { file, ...frame, faces: faces.map(({ landmarks: __, ...face }) => face) };
}

/** What the cells of a column hold. */
export type ColumnKind = 'text' | 'count' | 'number' | 'truth';

/** A column of a table of results. */
export interface VideoColumn {
  readonly name: string;
  /** Default: `number`. */
  readonly kind?: ColumnKind | undefined;
  value(row: FaceRow, face: WrittenFace | undefined): string | number | boolean | undefined;
}

/**
 * Columns by the habit of the field's programs first, then where each face is and what it shows: measured values, then smoothed ones
 * (`smooth_`), then differences to the person's resting face (`relative_`).
 */
export function videoColumns(
  classes: readonly string[],
  { smooth, baseline }: { readonly smooth: boolean; readonly baseline: boolean },
): readonly VideoColumn[] {
  const ofFace = (
    name: string,
    value: (face: WrittenFace) => string | number | boolean | undefined,
    kind?: ColumnKind,
  ): VideoColumn => ({ name, kind, value: (_, face) => face && value(face) });
  const places = ['x', 'y', 'width', 'height'] as const;
  return [
    { name: 'file', kind: 'text', value: ({ file }) => file },
    { name: 'frame', kind: 'count', value: (row) => ('frame' in row ? row.frame : undefined) },
    { name: 'timestamp', value: (row) => ('frame' in row ? row.timestamp : undefined) },
    ofFace('face_id', ({ id }) => id, 'count'),
    ofFace('confidence', ({ confidence }) => confidence),
    { name: 'success', kind: 'count', value: (_, face) => (face === undefined ? 0 : 1) },
    { name: 'status', kind: 'text', value: ({ status }, face) => face?.status ?? status },
    { name: 'shot', kind: 'count', value: (row) => ('shot' in row ? row.shot : undefined) },
    ofFace('expression', ({ expression }) => expression, 'text'),
    ofFace('unsure', ({ unsure }) => unsure, 'truth'),
    ofFace('score', ({ score }) => score),
    ...places.map((name) => ofFace(name, ({ box }) => box[name])),
    ...classes.map((name) => ofFace(`p_${name}`, ({ probabilities }) => probabilities[name])),
    ...(smooth
      ? [
          ...places.map((name) => ofFace(`smooth_${name}`, ({ smoothed }) => smoothed?.box[name])),
          ...classes.map((name) => ofFace(`smooth_p_${name}`, ({ smoothed }) => smoothed?.probabilities[name])),
        ]
      : []),
    ...(baseline ? classes.map((name) => ofFace(`relative_${name}`, ({ relative }) => relative?.[name])) : []),
    { name: 'code', kind: 'text', value: (row) => ('code' in row ? row.code : undefined) },
    { name: 'reason', kind: 'text', value: (row) => ('reason' in row ? row.reason : undefined) },
  ];
}

/** The cells of a frame: a line for each face, and one for a frame without any. */
export const videoCells = (columns: readonly VideoColumn[], row: FaceRow) =>
  (row.faces.length === 0 ? [undefined] : row.faces).map((face) => columns.map((column) => column.value(row, face)));
