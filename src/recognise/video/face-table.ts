// Results of pictures and videos as one table: the lines of a CSV file.
import { csvRow } from '../../core/csv-row.ts';
import { type FaceRow, type VideoColumn, videoCells, videoColumns } from './frame-row.ts';

/** Options of `faceTable`. */
export interface FaceTableOptions {
  /** The classes of the recogniser, in order. */
  readonly classes: readonly string[];
  /** Whether smoothed values have columns (default: false). */
  readonly smooth?: boolean | undefined;
  /** Whether differences to the person's resting face have columns (default: false). */
  readonly baseline?: boolean | undefined;
  /** Columns of your own, behind the others. */
  readonly more?: readonly VideoColumn[] | undefined;
}

/**
 * Writes results as the lines of a CSV file: its header, then a line for each face, and one for a picture or frame without any. The columns
 * `file, frame, timestamp, face_id, confidence, success` come first, as in other programs of the field.
 *
 * @example
 * ```ts
 * import { faceTable } from 'mpafer';
 * const missing = { file: 'gone.jpg', status: 'unreadable', faces: [], code: 'image', reason: 'it is not there' } as const;
 * const [header = '', line = ''] = [...faceTable([missing], { classes: ['neutral', 'happiness'] })];
 * console.log(header.split(',').slice(0, 6).join()); // file,frame,timestamp,face_id,confidence,success
 * console.log(line.split(',').slice(0, 7).join()); // gone.jpg,,,,,0,unreadable
 * ```
 */
export function* faceTable(
  rows: Iterable<FaceRow>,
  { classes, smooth = false, baseline = false, more = [] }: FaceTableOptions,
): Generator<string, void, undefined> {
  const columns = [...videoColumns(classes, { smooth, baseline }), ...more];
  const line = (cells: readonly (string | number | boolean | undefined)[]) =>
    csvRow(cells.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)));
  yield line(columns.map(({ name }) => name));
  for (const row of rows) for (const cells of videoCells(columns, row)) yield line(cells);
}
