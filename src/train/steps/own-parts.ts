// Which rank computes which parts of a batch, and which batches of an evaluation.
import type { Team } from '../../team/team.ts';

/** Part p is of rank p mod N: the parts of this rank, in order. */
export const ownParts = ({ rank, size }: Pick<Team, 'rank' | 'size'>, count: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.ceil((count - rank) / size)) }, (_, slot) => rank + slot * size);
