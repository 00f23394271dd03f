// The interval of a paired difference where two models are right on nearly the same faces, and the bootstrap shows no spread.
import type { Interval } from './bootstrap.ts';
import { exactProportion, fewHave, hasInterval, type Outcomes, outcomesOf } from './exact-proportion.ts';
import { moverInterval } from './mover.ts';

/**
 * The difference as the share of faces gained less the share lost, from the exact intervals of both shares. Undefined where
 * enough faces (or people) changed for a bootstrap.
 *
 * @param changes 1 for each face that only the second model has right, -1 for the first, 0 for both or neither
 * @param parts faces whose differences are averaged: all of them for WAR, those of each class for UAR; none is empty
 */
export function exactDifference(changes: Outcomes, parts: readonly (readonly number[])[]): Interval | undefined {
  const all = outcomesOf(changes, parts.flat());
  if (!hasInterval(all)) return undefined;
  const isNearlyConstant = [-1, 0, 1].some((value) => fewHave(where(all, value), 0));
  if (!isNearlyConstant) return undefined;
  return moverInterval(
    parts.flatMap((faces) =>
      [1, -1].map((value) => {
        const shares = where(outcomesOf(changes, faces), value);
        return { weight: value / parts.length, ...exactProportion(shares) };
      }),
    ),
  );
}

/** 1 where the change has this value. */
const where = ({ values, groups }: Outcomes, wanted: number): Outcomes => ({
  values: Array.from(values, (value) => (value === wanted ? 1 : 0)),
  groups,
});
