// What is asked of a table of results.
import type { FaceRow } from 'mpafer';

export type TableCell = string | number | boolean | undefined;

export interface TableRequest {
  readonly format: 'csv' | 'jsonl';
  readonly rows: readonly {
    readonly row: FaceRow;
    /** Values of further columns by name, such as marks. */
    readonly more: Readonly<Record<string, TableCell>>;
  }[];
  readonly classes: readonly string[];
  readonly smooth: boolean;
  readonly baseline: boolean;
  /** The names of the further columns, in order. */
  readonly columns: readonly string[];
}
