// How far a number would move if other faces, or other people, had been drawn: percentile bootstrap intervals.
import { ascending, quantileSorted } from 'd3-array';
import type { Random } from '../core/random.ts';

/** The lower and the upper end. */
export type Interval = readonly [number, number];

export interface BootstrapOptions {
  readonly random: Random;
  /** How many resamples; 2,000 leave the ends steady to about a tenth of the interval's width. */
  readonly resamples?: number;
  /** Part of the resamples that lie inside; 0.95. */
  readonly level?: number;
}

/** Computes one number from some of the faces, given by their indices (which repeat). */
export type Statistic = (faces: ArrayLike<number>) => number;

/**
 * The percentile interval of a statistic when n faces are drawn with replacement (Efron 1979).
 *
 * Resamples whose statistic is NaN are left out; no face at all gives `[NaN, NaN]`.
 */
export function bootstrapInterval(n: number, statistic: Statistic, options: BootstrapOptions): Interval {
  const faces = new Uint32Array(n);
  return percentiles(options, () => {
    for (let draw = 0; draw < n; draw++) faces[draw] = options.random.integer(n);
    return statistic(faces);
  });
}

/**
 * The same, drawing whole groups: faces of one person resemble each other, so that resampling faces
 * would make the interval too narrow. One group tells nothing of others: `[NaN, NaN]`.
 *
 * @param groups the group of each face
 */
export function groupedBootstrapInterval(
  groups: readonly string[],
  statistic: Statistic,
  options: BootstrapOptions,
): Interval {
  const members = new Map<string, number[]>();
  groups.forEach((group, face) => {
    const known = members.get(group);
    if (known) known.push(face);
    else members.set(group, [face]);
  });
  const all = [...members.values()];
  if (all.length < 2) return [Number.NaN, Number.NaN];
  return percentiles(options, () => statistic(all.flatMap(() => all[options.random.integer(all.length)]!)));
}

/** Draws whole groups where the faces have them, else single faces. */
export const scoreInterval = (
  { labels, groups }: { readonly labels: ArrayLike<number>; readonly groups?: readonly string[] | undefined },
  statistic: Statistic,
  options: BootstrapOptions,
): Interval =>
  groups ? groupedBootstrapInterval(groups, statistic, options) : bootstrapInterval(labels.length, statistic, options);

function percentiles({ resamples = 2000, level = 0.95 }: BootstrapOptions, draw: () => number): Interval {
  const values = Array.from({ length: resamples }, draw).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return [Number.NaN, Number.NaN];
  values.sort(ascending);
  const tail = (1 - level) / 2;
  return [quantileSorted(values, tail)!, quantileSorted(values, 1 - tail)!];
}
