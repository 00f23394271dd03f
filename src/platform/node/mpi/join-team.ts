// Makes this process a member of the team that a launcher started, by MPI; without a launcher it works alone.
import { MpaferError } from '../../../core/errors.ts';
import { alone, type Team } from '../../../team/team.ts';
import { teamOver } from '../../../team/team-over.ts';
import { type MpiCalls, mpiCalls } from './calls.ts';
import { type Environment, type Launcher, launcherOf } from './launcher.ts';
import { type Library, loadLibrary } from './library.ts';
import { mpiTransport } from './mpi-transport.ts';
import { everyRankKnows, settle } from './settled.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

/** Seconds that the other ranks may take, unless MPAFER_MPI_TIMEOUT says otherwise: first steps differ by minutes of loading. */
const usualLimit = 600;
/** Seconds for MPI_Finalize and MPI_Abort, which take milliseconds where they return at all. */
const leavingTime = 10;

/** A team, and what it was made by. */
export interface Membership {
  readonly team: Team;
  /** What started the team, and the library that it speaks; absent for a process alone. */
  readonly by?: { readonly launcher: Launcher; readonly library: string };
}

/**
 * Call it once, before anything else, and end the process in the ordinary way: on its exit it leaves MPI, or ends all ranks if they have
 * not agreed that the job is over.
 *
 * @param stop aborted when this process was asked to stop
 * @throws MpaferError `team` when the library is missing or does not belong to the launcher, `usage` for a time limit that is no number
 * @example
 * ```ts
 * import { joinTeam } from 'mpafer/jobs';
 * const { team } = await joinTeam();
 * console.log(team.rank, team.size); // 0 1
 * ```
 */
export async function joinTeam(stop?: AbortSignal, environment: Environment = process.env): Promise<Membership> {
  const launcher = launcherOf(environment);
  if (launcher === undefined) return { team: alone };
  const limit = limitOf(environment.MPAFER_MPI_TIMEOUT);
  const library = await loadLibrary(launcher, environment.MPAFER_MPI);
  const calls = mpiCalls(library);
  const watchdog = await startWatchdog();
  calls.init();
  const found = calls.size();
  leaveOnExit(calls, watchdog);
  if (found !== launcher.size) {
    settle();
    throw strangers(launcher, library, calls.version(), found);
  }
  const transport = mpiTransport(calls, { limit, stop, onSettled: settle });
  return { team: teamOver(transport), by: { launcher, library: calls.version() } };
}

/** Everything is written, closed and printed when a process exits; so a library that hangs then costs nothing but the wait. */
function leaveOnExit(calls: MpiCalls, watchdog: Watchdog): void {
  process.on('exit', (code) => {
    watchdog.arm(code, leavingTime);
    if (everyRankKnows()) calls.finalize();
    else calls.abort(code === 0 ? 1 : code);
  });
}

/** Each rank would be a run of its own, all in one folder. */
function strangers(launcher: Launcher, { file }: Library, version: string, found: number): MpaferError {
  return new MpaferError(
    'team',
    `Cannot work as ${launcher.size} ranks: ${launcher.name} started ${launcher.size}, but ${file} (${version}) knows of ${found}; expected the launcher and the library of one MPI`,
    {
      hint: `Name the library that goes with ${launcher.name} in MPAFER_MPI, or use the launcher of the library; under Slurm, srun --mpi=pmix for Open MPI and --mpi=pmi2 for MPICH`,
    },
  );
}

function limitOf(text: string | undefined): number {
  if (text === undefined || text === '') return usualLimit;
  const seconds = Number(text);
  if (seconds > 0) return seconds;
  throw new MpaferError('usage', `Cannot use MPAFER_MPI_TIMEOUT: it is "${text}"; expected seconds above 0`);
}
