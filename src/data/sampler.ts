// In which order, and how often, an epoch shows the training samples.
import type { Random } from '../core/random.ts';
import type { Sample } from './dataset.ts';

/** The positions of the samples of one epoch, in order. */
export type Sampler = (samples: readonly Sample[], random: Random) => Uint32Array;

/** Every sample once, shuffled. */
export const shuffled: Sampler = (samples, random) => random.permutation(samples.length);

/**
 * As many draws as samples, with replacement: each draw takes a class at random, all classes alike, then one of its
 * samples. A class without samples is never drawn.
 */
export const balanced: Sampler = (samples, random) => {
  const byClass = new Map<number, number[]>();
  samples.forEach(({ label }, position) => {
    const members = byClass.get(label);
    if (members === undefined) byClass.set(label, [position]);
    else members.push(position);
  });
  const classes = [...byClass.entries()].sort(([a], [b]) => a - b).map(([, members]) => members);
  return Uint32Array.from(samples, () => {
    const members = classes[random.integer(classes.length)]!;
    return members[random.integer(members.length)]!;
  });
};
