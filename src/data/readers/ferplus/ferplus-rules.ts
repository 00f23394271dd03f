// The three rules in use for deriving a label from FERPlus's ten votes; results under different rules are not comparable.

/** The vote columns of `label.csv`, in the release's order; the first eight are expressions. */
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
 * - `majority`: classes with a single vote are ignored, and the winner needs more than half of the remaining votes (Barsoum et al. 2016).
 * - `argmax`: the most votes among all ten columns.
 * - `argmax8`: the most votes among the eight expressions.
 *
 * Under the first two rules, an image whose winner is "unknown" or "not a face" has no label. The first column wins ties.
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
