// What a sample should be recognised as: a row of C numbers that sum to 1.
import { MpaferError } from '../core/errors.ts';
import type { Sample } from './dataset.ts';

/** Writes one target row [C] to `into` from `offset` on, which holds zeros. */
export type Target = (sample: Sample, into: Float32Array, offset: number, classes: number) => void;

/** 1 for the label, 0 for the others. */
export const labelTarget: Target = (sample, into, offset, classes) => {
  if (!(sample.label >= 0 && sample.label < classes)) {
    throw new MpaferError(
      'label',
      `Cannot use "${sample.id}": its label is ${sample.label}; expected 0-${classes - 1}`,
    );
  }
  into[offset + sample.label] = 1;
};

/** The shares of the votes; the label where a sample has none. */
export const voteTarget: Target = (sample, into, offset, classes) => {
  const total = sample.votes?.reduce((sum, votes) => sum + votes, 0) ?? 0;
  if (sample.votes === undefined || total <= 0) return labelTarget(sample, into, offset, classes);
  if (sample.votes.length !== classes) {
    throw new MpaferError(
      'label',
      `Cannot use the votes of "${sample.id}": ${sample.votes.length} numbers; expected ${classes}`,
    );
  }
  for (let label = 0; label < classes; label++) into[offset + label] = sample.votes[label]! / total;
};
