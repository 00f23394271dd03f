// Whether all ranks of a team hold the same prompts: compared before the first step and at each checkpoint.
import { sha256 } from '../../core/sha256.ts';
import { requireAgreement } from '../../team/agreement.ts';
import type { Team } from '../../team/team.ts';

/**
 * @param bytes the whole state, as a checkpoint
 * @throws MpaferError `team`, on all ranks, when the bytes differ
 */
export async function requireSameState(team: Team | undefined, bytes: Uint8Array, step: number): Promise<void> {
  if (team === undefined || team.size === 1) return;
  const name = `the state after step ${step}`;
  await requireAgreement(
    team,
    'train',
    { [name]: (await sha256(bytes)).slice(0, 16) },
    'Processors that calculate differently drift apart: use machines of one kind, then resume',
  );
}
