// What coders say together: votes for each class, and the label that most of them give.
import type { FaceRecord } from './face-record.ts';

/** The label with most votes; undefined without votes, and for a tie, which stays one. */
export function consensus(votes: FaceRecord['votes']): string | undefined {
  const counts = new Map<string, number>();
  for (const vote of Object.values(votes)) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const first = [...counts].filter(([, count]) => count === most);
  return first.length === 1 ? first[0]![0] : undefined;
}

/** How many coders said each class; a face that nobody voted on counts as one vote for its label. */
export function votesFor({ votes, label }: FaceRecord, classes: readonly string[]): number[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const vote of Object.values(votes)) {
    const index = classes.indexOf(vote);
    if (index >= 0) counts[index]!++;
  }
  if (counts.every((count) => count === 0) && label !== undefined) counts[classes.indexOf(label)]!++;
  return counts;
}
