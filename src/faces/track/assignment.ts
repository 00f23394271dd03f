// The cheapest pairing of rows with columns, by the Hungarian method: optimal, deterministic, and fast for some dozens of faces.

/**
 * Pairs rows with columns such that the sum of costs is smallest, where a row without a partner costs `limit`.
 *
 * @param costs a row for each item, all of one length; finite, or Infinity for pairs that are out of the question
 * @param limit a pair that costs more is never made
 * @returns the column of each row, or -1
 */
export function cheapestPairs(costs: readonly (readonly number[])[], limit: number): readonly number[] {
  const rows = costs.length;
  const real = costs[0]?.length ?? 0;
  // Each row may also take any of `rows` further columns, which stand for no partner.
  const columns = real + rows;
  const impossible = 4 * (limit + 1) * (rows + 1);
  const cost = (row: number, column: number): number => {
    if (column >= real) return limit;
    const own = costs[row]![column]!;
    return own <= limit ? own : impossible;
  };
  // Dual variables, and the row that holds each column; index 0 is the start of a search.
  const rowDual = new Float64Array(rows + 1);
  const columnDual = new Float64Array(columns + 1);
  const holder = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    holder[0] = row;
    let at = 0;
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(columns + 1);
    // A shortest path from this row to a free column, along which all partners shift by one.
    while (holder[at] !== 0) {
      done[at] = 1;
      const from = holder[at]!;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let column = 1; column <= columns; column++) {
        if (done[column]) continue;
        const reduced = cost(from - 1, column - 1) - rowDual[from]! - columnDual[column]!;
        if (reduced < slack[column]!) {
          slack[column] = reduced;
          before[column] = at;
        }
        if (slack[column]! < step) {
          step = slack[column]!;
          next = column;
        }
      }
      for (let column = 0; column <= columns; column++) {
        if (done[column]) {
          rowDual[holder[column]!]! += step;
          columnDual[column]! -= step;
        } else slack[column]! -= step;
      }
      at = next;
    }
    while (at !== 0) {
      holder[at] = holder[before[at]!]!;
      at = before[at]!;
    }
  }
  const partners = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= real; column++) {
    if (holder[column] !== 0) partners[holder[column]! - 1] = column - 1;
  }
  return partners;
}
