// Groups of duplicate images, and what they imply: leaks between splits and contradictory labels.
import type { Sample, Split } from '../dataset.ts';
import type { Pair } from './near-pairs.ts';

export interface DuplicateSummary {
  /** Sets of two or more identical images. */
  readonly groups: number;
  /** Images in those groups. */
  readonly images: number;
  /** Groups with images in more than one split. */
  readonly acrossSplits: number;
  /** Images of each split that have a twin in the training split; for `train`, those with a twin in another split. */
  readonly leaks: Readonly<Record<Split, number>>;
  /** Groups whose images have different labels. */
  readonly differentLabels: number;
  /** Image names of the first groups, those across splits first. */
  readonly examples: readonly (readonly string[])[];
}

/** Connected components of two or more among `count` items, by union-find. */
export function connectedGroups(count: number, pairs: Iterable<Pair>): number[][] {
  const parent = Uint32Array.from({ length: count }, (_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = index; parent[at] !== root; ) {
      const next = parent[at]!;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  for (const [a, b] of pairs) {
    const [first, second] = [rootOf(a), rootOf(b)];
    if (first !== second) parent[Math.max(first, second)] = Math.min(first, second);
  }
  const members = new Map<number, number[]>();
  for (let index = 0; index < count; index++) {
    const root = rootOf(index);
    const group = members.get(root);
    if (group === undefined) members.set(root, [index]);
    else group.push(index);
  }
  return [...members.values()].filter((group) => group.length > 1);
}

/** @param examples how many groups to name */
export function summariseDuplicates(groups: readonly (readonly Sample[])[], examples: number): DuplicateSummary {
  const has = (group: readonly Sample[], split: Split) => group.some((sample) => sample.split === split);
  const isAcross = (group: readonly Sample[]) => group.some(({ split }) => split !== group[0]!.split);
  const across = groups.filter(isAcross);
  const leaked = (split: Split) =>
    across
      .filter((group) => has(group, 'train'))
      .reduce((sum, group) => sum + group.filter((sample) => sample.split === split).length, 0);
  const inside = groups.filter((group) => !isAcross(group));
  return {
    groups: groups.length,
    images: groups.reduce((sum, group) => sum + group.length, 0),
    acrossSplits: across.length,
    leaks: { train: leaked('train'), valid: leaked('valid'), test: leaked('test') },
    differentLabels: groups.filter((group) => group.some(({ label }) => label !== group[0]!.label)).length,
    examples: [...across, ...inside].slice(0, examples).map((group) => group.map(({ id }) => id)),
  };
}
