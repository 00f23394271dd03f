// Deals shots into folds for cross-validation: no person is in two folds, and classes are spread evenly.

/**
 * The fold of each shot, from 0; at most `folds` of them. Nothing is drawn: the same shots are always dealt alike.
 *
 * @param people who is shown; a shot without a person stands alone
 */
export function peopleFolds(
  labels: readonly number[],
  people: readonly (string | undefined)[],
  folds: number,
): number[] {
  const members = new Map<string | number, number[]>();
  labels.forEach((_, shot) => {
    const key = people[shot] ?? shot;
    const own = members.get(key);
    if (own === undefined) members.set(key, [shot]);
    else own.push(shot);
  });
  const loads = Array.from({ length: folds }, () => ({ all: 0, ofClass: new Map<number, number>() }));
  const result = new Array<number>(labels.length);
  // Those with most shots first: they are hardest to place.
  for (const shots of [...members.values()].sort((a, b) => b.length - a.length)) {
    const crowd = ({ all, ofClass }: (typeof loads)[number]) =>
      shots.reduce((sum, shot) => sum + (ofClass.get(labels[shot]!) ?? 0), 0) * labels.length + all;
    const fold = loads.reduce((best, load, index) => (crowd(load) < crowd(loads[best]!) ? index : best), 0);
    for (const shot of shots) {
      result[shot] = fold;
      const load = loads[fold]!;
      load.all++;
      load.ofClass.set(labels[shot]!, (load.ofClass.get(labels[shot]!) ?? 0) + 1);
    }
  }
  return result;
}

/** How many different people (or shots without a person) the class with fewest of them has, among classes with any. */
export function fewestPeople(labels: readonly number[], people: readonly (string | undefined)[]): number {
  const byClass = new Map<number, Set<string | number>>();
  labels.forEach((label, shot) => {
    const own = byClass.get(label) ?? new Set();
    byClass.set(label, own.add(people[shot] ?? shot));
  });
  return Math.min(...[...byClass.values()].map(({ size }) => size));
}
