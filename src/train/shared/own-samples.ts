// Which samples of an evaluation a rank computes: whole batches, so that every batch is the one that a single process computes.
import type { Sample } from '../../data/dataset.ts';
import { evaluationBatch } from '../../recognise/predict-samples.ts';
import type { Team } from '../../team/team.ts';
import { ownParts } from '../steps/own-parts.ts';

export const batchCount = (samples: readonly Sample[]): number => Math.ceil(samples.length / evaluationBatch);

/** Rows `begin` to `end` (exclusive) of batch `index`. */
export const batchRows = (
  index: number,
  samples: readonly Sample[],
): { readonly begin: number; readonly end: number } => ({
  begin: index * evaluationBatch,
  end: Math.min((index + 1) * evaluationBatch, samples.length),
});

/** The samples of this rank's batches, in order. */
export const ownSamples = (team: Team, samples: readonly Sample[]): readonly Sample[] =>
  ownParts(team, batchCount(samples)).flatMap((index) => {
    const { begin, end } = batchRows(index, samples);
    return samples.slice(begin, end);
  });
