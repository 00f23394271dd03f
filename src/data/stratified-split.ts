// Deals samples into parts of wanted sizes so that each class is spread evenly and no group is torn apart.
import type { Random } from '../core/random.ts';

export interface Dealt {
  /** Class of each sample. */
  readonly labels: readonly number[];
  /** Whoever must stay together; a sample without a group stands alone. */
  readonly groups?: readonly (string | undefined)[];
  /** Wanted share of each part, e.g. `[0.7, 0.1, 0.2]`; only their ratio matters, a part of 0 stays empty. */
  readonly fractions: readonly number[];
  readonly random: Random;
}

/**
 * The part (index into `fractions`) of each sample. Larger groups are dealt first, equal ones in seeded random order,
 * each to the part whose class counts it brings closest to the wanted ones.
 */
export function stratifiedSplit({ labels, groups, fractions, random }: Dealt): number[] {
  const total = fractions.reduce((sum, fraction) => sum + fraction, 0);
  const perClass: number[] = [];
  for (const label of labels) perClass[label] = (perClass[label] ?? 0) + 1;
  const parts = fractions.flatMap((fraction, part) => {
    if (fraction <= 0) return [];
    const wanted = perClass.map((count) => (count * fraction) / total);
    return [{ part, wanted, held: perClass.map(() => 0) }];
  });

  const members = new Map<string | number, number[]>();
  labels.forEach((_, sample) => {
    const key = groups?.[sample] ?? sample;
    const group = members.get(key);
    if (group === undefined) members.set(key, [sample]);
    else group.push(sample);
  });
  const dealt = [...members.values()];
  const order = [...random.permutation(dealt.length)].sort((a, b) => dealt[b]!.length - dealt[a]!.length);

  const result = new Array<number>(labels.length);
  for (const index of order) {
    const samples = dealt[index]!;
    const added = new Map<number, number>();
    for (const sample of samples) added.set(labels[sample]!, (added.get(labels[sample]!) ?? 0) + 1);
    let best = parts[0]!;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of parts) {
      // How much the squared distance to the wanted counts, relative to them, grows.
      let growth = 0;
      for (const [label, count] of added) {
        const over = candidate.held[label]! - candidate.wanted[label]!;
        growth += (count * (2 * over + count)) / candidate.wanted[label]!;
      }
      if (growth < least) {
        least = growth;
        best = candidate;
      }
    }
    for (const [label, count] of added) best.held[label]! += count;
    for (const sample of samples) result[sample] = best.part;
  }
  return result;
}
