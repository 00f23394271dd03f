// The three ways in use to make one label of FERPlus' ten votes; results under one are not comparable to another's.

/** The columns of votes in `label.csv`, in the release's order; the first eight are expressions. */
export const voteColumns = [
  'neutral',
  'happiness',
  'surprise',
  'sadness',
  'anger',
  'disgust',
  'fear',
  'contempt',
  'unknown',
  'NF',
] as const;

export const ferplusRules = ['majority', 'argmax', 'argmax8'] as const;

export type FerplusRule = (typeof ferplusRules)[number];

const expressionCount = 8;

/** A column of `voteColumns`, or why the image has no label. */
export type Verdict = number | 'no majority' | 'unknown or not a face' | 'no votes';

/**
 * - `majority`: single votes are dropped, and the winner needs more than half of what remains (Barsoum et al. 2016).
 * - `argmax`: most votes of ten columns.
 * - `argmax8`: most votes of the eight expressions.
 *
 * Under the first two an image whose winner is "unknown" or "not a face" has no label. Ties go to the first column.
 */
export function verdict(votes: readonly number[], rule: FerplusRule): Verdict {
  const counted =
    rule === 'majority'
      ? votes.map((count) => (count > 1 ? count : 0))
      : rule === 'argmax8'
        ? votes.slice(0, 8)
        : votes;
  const most = Math.max(...counted);
  if (most === 0) return rule === 'majority' ? 'no majority' : 'no votes';
  const winner = counted.indexOf(most);
  if (rule === 'majority' && most <= counted.reduce((sum, count) => sum + count, 0) / 2) return 'no majority';
  return winner < expressionCount ? winner : 'unknown or not a face';
}
