// Percentile bootstrap intervals, resampling faces or whole groups of faces.
import { ascending, quantileSorted } from 'd3-array';
import type { Random } from '../core/random.ts';

/** Lower and upper end. */
export type Interval = readonly [number, number];

export interface BootstrapOptions {
  readonly random: Random;
  /** Number of resamples; with 2,000 the ends vary by about a tenth of the interval's width. */
  readonly resamples?: number;
  /** Coverage level, default 0.95. */
  readonly level?: number;
}

/** Computes a number from some of the faces, given by their indices, possibly repeated. */
export type Statistic = (faces: ArrayLike<number>) => number;

/**
 * The percentile interval of a statistic when n faces are drawn with replacement (Efron 1979).
 *
 * Resamples whose statistic is NaN are skipped; no face at all gives `[NaN, NaN]`.
 */
export function bootstrapInterval(n: number, statistic: Statistic, options: BootstrapOptions): Interval {
  const faces = new Uint32Array(n);
  return percentiles(options, () => {
    for (let draw = 0; draw < n; draw++) faces[draw] = options.random.integer(n);
    return statistic(faces);
  });
}

/**
 * The same, drawing whole groups: faces of one person resemble each other, so resampling single faces would make the
 * interval too narrow. A single group says nothing about others: `[NaN, NaN]`.
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

/** Draws whole groups if the faces have them, otherwise single faces. */
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
