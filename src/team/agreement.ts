// What all ranks must have in common: compared before and while they work.
import { MpaferError } from '../core/errors.ts';
import type { Team } from './team.ts';

/** What is compared, by the name that a message gives it. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

/**
 * @param task what cannot be done if the ranks differ, e.g. `train`
 * @param hint what to do about it
 * @throws MpaferError `team`, on all ranks, that names the first fact in which they differ, and the ranks
 */
export async function requireAgreement(
  team: Team | undefined,
  task: string,
  facts: Facts,
  hint?: string,
): Promise<void> {
  if (team === undefined || team.size === 1) return;
  const found = (await gatherJson(team, facts)) as readonly Facts[];
  for (const name of Object.keys(facts)) {
    const other = found.findIndex((each) => each[name] !== found[0]![name]);
    if (other === -1) continue;
    const [first, second] = [found[0]!, found[other]!].map((each) => shown(each[name]));
    throw new MpaferError(
      'team',
      `Cannot ${task} on ${team.size} ranks: ${name} is ${first} on rank 0 and ${second} on rank ${other}; expected the same on all`,
      hint === undefined ? {} : { hint },
    );
  }
}

/** What each rank has to say, in the order of ranks. */
export async function gatherJson<T>(team: Team, value: T): Promise<readonly T[]> {
  const texts = await team.gather(new TextEncoder().encode(JSON.stringify(value)));
  return texts.map((text) => JSON.parse(new TextDecoder().decode(text)) as T);
}

/** Whether it is so on any rank. */
export async function onAny(team: Team | undefined, own: boolean): Promise<boolean> {
  if (team === undefined || team.size === 1) return own;
  return (await team.gather(Uint8Array.of(own ? 1 : 0))).some(([each]) => each === 1);
}

const longest = 80;

/** Long texts, such as whole configurations, are compared but not printed in full. */
function shown(value: string | number | undefined): string {
  const text = String(value ?? 'absent');
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}
