// Tries what a team of processes needs: the same software everywhere, cores for each rank, a network.
import { plural } from '../../core/plural.ts';
import type { Membership } from '../../platform/node/mpi/join-team.ts';
import { ownPlace, type Place } from '../../platform/node/mpi/own-place.ts';
import { gatherJson } from '../../team/agreement.ts';
import { asOne } from '../../team/as-one.ts';
import type { Team } from '../../team/team.ts';
import { fairThreads, machineCount, placesText, wastedCores } from '../team/places.ts';
import { conditions } from '../train/team-brief.ts';
import { examineMachine, type Finding } from './examine-machine.ts';

/** What a launcher must be told so that ranks may use the cores of their machine. */
const bindings: Readonly<Record<string, string>> = {
  mpirun: 'start it with mpirun --bind-to none, or give each rank its own cores by --map-by slot:PE=N',
  mpiexec: 'start it with mpiexec -bind-to none',
  srun: 'ask for cores by srun --cpus-per-task=N',
};

/** About the size of a part of a batch of ViT-B/16: text and visual gradients and scores. */
const sampleBytes = 310_000;
const samples = 20;

/**
 * The checks of this machine on every rank, and those of the team. All ranks call it; what it yields on the first concerns all.
 *
 * @returns whether all passed on all ranks
 */
export const examineTeam = (membership: Membership, clip: string): AsyncGenerator<Finding, boolean> =>
  asOne(membership.team, examine(membership, clip));

async function* examine({ team, by }: Membership, clip: string): AsyncGenerator<Finding, boolean> {
  const failures: Finding[] = [];
  for await (const finding of examineMachine(clip)) {
    if (finding.status === 'failed') failures.push(finding);
    if (team.rank === 0) yield finding;
  }
  const ranks = await gatherJson(team, { failures, place: ownPlace(), versions: conditions() });
  const places = ranks.map(({ place }) => place);
  const found: Finding[] = ranks.flatMap(({ failures: own }, rank) =>
    rank === 0 ? [] : own.map((finding) => ({ ...finding, check: `${finding.check}, rank ${rank}` })),
  );
  found.push(
    finding(
      'ranks',
      'ok',
      `${plural(team.size, 'rank')} on ${plural(machineCount(places), 'machine')} by ${by?.launcher.name}, ${by?.library}`,
    ),
  );
  found.push(sameVersions(ranks.map(({ versions }) => versions)));
  found.push(coresOf(places, by?.launcher.name ?? ''));
  found.push(finding('exchange', 'ok', await exchangeTime(team)));
  yield* found;
  return failures.length === 0 && found.every(({ status }) => status === 'ok');
}

const finding = (check: string, status: Finding['status'], detail: string): Finding => ({
  kind: 'finding',
  check,
  status,
  detail,
});

function sameVersions(versions: readonly ReturnType<typeof conditions>[]): Finding {
  for (const [name, first] of Object.entries(versions[0]!)) {
    const other = versions.findIndex((each) => each[name] !== first);
    if (other === -1) continue;
    const detail = `${name} is ${first} on rank 0 and ${versions[other]![name]} on rank ${other}; expected the same on all`;
    return finding('versions', 'failed', detail);
  }
  return finding('versions', 'ok', 'the same on all ranks');
}

function coresOf(places: readonly Place[], launcher: string): Finding {
  const threads = fairThreads(places);
  const wasted = wastedCores(places, threads);
  const bound = places.some(({ usable, cores }) => usable < cores);
  const advice = wasted.length > 0 && bound && bindings[launcher] !== undefined ? `; ${bindings[launcher]}` : '';
  const detail = [`${placesText(places)}: ${plural(threads, 'thread')} per step each`, ...wasted].join('; ');
  return finding('cores', 'ok', `${detail}${advice}`);
}

async function exchangeTime(team: Team): Promise<string> {
  const block = new Uint8Array(sampleBytes);
  await team.gather(block);
  const times: number[] = [];
  for (let at = 0; at < samples; at++) {
    const start = performance.now();
    await team.gather(block);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const [middle, most] = [times[samples / 2]!, times[samples - 1]!];
  return `${sampleBytes / 1000} KB of each rank to all: ${middle.toFixed(1)} ms, at most ${most.toFixed(1)} ms`;
}
