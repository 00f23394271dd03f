// Agreement of two rankings of the same things.

/** Mean ranks from 1; equal values share theirs. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const found = new Float64Array(values.length);
  for (let begin = 0; begin < order.length; ) {
    let end = begin + 1;
    while (end < order.length && values[order[end]!] === values[order[begin]!]) end++;
    for (let at = begin; at < end; at++) found[order[at]!] = (begin + end + 1) / 2;
    begin = end;
  }
  return found;
}

/** Pearson's correlation of the ranks, -1 to 1; NaN where one side is constant. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`Cannot correlate ${a.length} values with ${b.length}`);
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    const [dx, dy] = [x[index]! - middle, y[index]! - middle];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Kendall's tau-b: agreeing less disagreeing pairs, as a share of the pairs that neither side ties, -1 to 1. */
export function kendall(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`Cannot correlate ${a.length} values with ${b.length}`);
  let [score, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [da, db] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
      score += da * db;
      ofA += da * da;
      ofB += db * db;
    }
  }
  return score / Math.sqrt(ofA * ofB);
}
