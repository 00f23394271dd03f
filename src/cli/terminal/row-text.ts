// How the rows of a job are printed as they come: text for people, or a JSON list that is never in memory as a whole.

export interface RowText<Row> {
  /** The text of the next row. */
  of(row: Row): string;
  /** The text after the last one. */
  readonly end: string;
}

/** Nothing, where the rows go to a file. */
export const noText: RowText<unknown> = { of: () => '', end: '' };

/** A JSON list, row by row. @param json the text of a row */
export function jsonList<Row>(json: (row: Row) => string = indented): RowText<Row> {
  let before = '[\n';
  return {
    of(row) {
      const text = before + json(row);
      before = ',\n';
      return text;
    },
    get end() {
      return before === '[\n' ? '[]\n' : '\n]\n';
    },
  };
}

const indented = (row: unknown): string => JSON.stringify(row, undefined, 2).replaceAll(/^/gm, '  ');
