// A job of several ranks that ends on all of them in the same way.
import type { Team } from './team.ts';

/** Runs a rank's part of a job. What one rank throws, all throw; none returns before all have finished. */
export async function* asOne<Event, Result>(
  team: Team,
  job: AsyncGenerator<Event, Result>,
): AsyncGenerator<Event, Result> {
  try {
    const result = yield* job;
    await team.end();
    return result;
  } catch (error) {
    throw await team.fail(error);
  }
}
