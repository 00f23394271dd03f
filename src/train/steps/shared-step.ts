// The step of a run on several ranks: each computes some parts of the batch, and all get the sums of all parts in the same order.
import { MpaferError } from '../../core/errors.ts';
import type { Team } from '../../team/team.ts';
import { dividedStep } from './divided-step.ts';
import { slicedParts } from './sliced-parts.ts';
import type { StepCompiler } from './step.ts';
import { wholeParts } from './whole-parts.ts';

/** From this many ranks on, a rank receives clearly less in slices than in whole parts. */
const slicesFrom = 16;

/** @throws MpaferError `team` when the run's batches are not divided */
export const sharedStep =
  (team: Team): StepCompiler =>
  async (engine, request) => {
    const parts = team.size < slicesFrom ? wholeParts(team) : slicedParts(team);
    return dividedStep(engine, request, requireParts(team, request.microBatch), parts);
  };

/** @throws MpaferError `team` when a batch is computed at once, so that there is nothing to share */
export function requireParts({ size }: Team, microBatch: number | undefined): number {
  if (microBatch !== undefined) return microBatch;
  throw new MpaferError('team', `Cannot train on ${size} ranks: this run computes each batch at once`, {
    hint: 'Only a run with the setting microBatch can be shared; continue this one as a single process',
  });
}
