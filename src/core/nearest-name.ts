// "Did you mean": the known name closest to a mistyped one.

/** The name that takes the fewest single-letter edits, if that is at most a third of its length; else undefined. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const distance = edits(typed.toLowerCase(), name.toLowerCase());
    if (distance < fewest && distance <= Math.max(1, Math.floor(name.length / 3))) {
      best = name;
      fewest = distance;
    }
  }
  return best;
}

/** Number of letters inserted, removed, changed or swapped with a neighbour (optimal string alignment). */
function edits(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const above = rows[i - 1]!;
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(changed, above[j]! + 1, row[j - 1]! + 1, swapped ? rows[i - 2]![j - 2]! + 1 : changed));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
