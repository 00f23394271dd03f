// In which order, and how often, an epoch shows the training samples.
import type { Random } from '../core/random.ts';
import type { Sample } from './dataset.ts';

/** The positions of the samples of one epoch, in order. */
export type Sampler = (samples: readonly Sample[], random: Random) => Uint32Array;

/** Every sample once, shuffled. */
export const shuffled: Sampler = (samples, random) => random.permutation(samples.length);

/**
 * As many draws as samples, with replacement: each draw takes a class at random, all classes alike, then one of its
 * samples. A class without samples is never drawn. That is each sample with a weight of one over the count of its class,
 * which others call inverse-frequency sampling.
 */
export const balanced: Sampler = (samples, random) => {
  const classes = membersByClass(samples);
  return Uint32Array.from(samples, () => {
    const members = classes[random.integer(classes.length)]!;
    return members[random.integer(members.length)]!;
  });
};

/**
 * As many draws as samples, with replacement: classes by the square root of their counts, half way between the data as
 * they are and `balanced`.
 */
export const squareRoot: Sampler = (samples, random) => {
  const classes = membersByClass(samples);
  let sum = 0;
  const upTo = classes.map((members) => {
    sum += Math.sqrt(members.length);
    return sum;
  });
  return Uint32Array.from(samples, () => {
    const draw = random.uniform() * sum;
    const members = classes[upTo.findIndex((bound) => draw < bound)] ?? classes.at(-1)!;
    return members[random.integer(members.length)]!;
  });
};

/**
 * Every class equally often, and each of its samples as equally often as can be: a class is shown whole, in random order,
 * until less than a whole is left, and then a random part of it. All of it shuffled.
 *
 * @param perClass samples of each class in an epoch; by default as many as make an epoch of `samples.length`, where the
 *   first classes get one more when they do not divide it
 */
export const fixedPerClass =
  (perClass?: number): Sampler =>
  (samples, random) => {
    const classes = membersByClass(samples);
    const shares = classes.map((_, index) =>
      perClass === undefined
        ? Math.floor(samples.length / classes.length) + (index < samples.length % classes.length ? 1 : 0)
        : perClass,
    );
    const chosen = classes.flatMap((members, index) => {
      const draws = random.split('class', index);
      const positions: number[] = [];
      while (positions.length < shares[index]!) {
        for (const member of draws.permutation(members.length).subarray(0, shares[index]! - positions.length)) {
          positions.push(members[member]!);
        }
      }
      return positions;
    });
    return random.permutation(chosen.length).map((place) => chosen[place]!);
  };

/** By the names that a configuration uses. All of these make epochs as long as the data. */
export const samplers = {
  none: shuffled,
  balanced,
  'inverse-frequency': balanced,
  'square-root': squareRoot,
  'fixed-per-class': fixedPerClass(),
} as const satisfies Readonly<Record<string, Sampler>>;

export const samplerNames = Object.keys(samplers) as readonly (keyof typeof samplers)[];

/** Positions of the samples of each class that has any, by label. */
function membersByClass(samples: readonly Sample[]): number[][] {
  const byClass = new Map<number, number[]>();
  samples.forEach(({ label }, position) => {
    const members = byClass.get(label);
    if (members === undefined) byClass.set(label, [position]);
    else members.push(position);
  });
  return [...byClass.entries()].sort(([a], [b]) => a - b).map(([, members]) => members);
}
