// Several views of each shot: more rows with the same labels, which a head is fitted to and never judged by.
import type { LabelledRows } from './few-shot-task.ts';
import { type Matrix, pickRows, zeros } from './matrix.ts';

/**
 * Some shots with all their views, one view after the other.
 *
 * @param views each [n, E]: other views of the n shots, in their order
 */
export function withViews(
  { features, labels }: LabelledRows,
  views: readonly Matrix[],
  shots: readonly number[] = labels.map((_, shot) => shot),
): LabelledRows {
  const parts = [features, ...views].map((view) => pickRows(view, shots));
  const all = zeros(parts.length * shots.length, features.columns);
  parts.forEach(({ data }, at) => {
    all.data.set(data, at * data.length);
  });
  return { features: all, labels: parts.flatMap(() => shots.map((shot) => labels[shot]!)) };
}
