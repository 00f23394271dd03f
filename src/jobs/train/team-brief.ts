// What the ranks of a team tell each other before they train together.

import { environment } from '../../platform/node/environment.ts';
import { ownPlace } from '../../platform/node/mpi/own-place.ts';
import { type Facts, gatherJson, requireAgreement } from '../../team/agreement.ts';
import type { Team } from '../../team/team.ts';
import { fairThreads, teamText, wastedCores } from '../team/places.ts';
import type { RunOptions, RunRecord } from './run-record.ts';

/** What the leader reads from files and tells the others. */
export interface Brief {
  readonly record: RunRecord;
  readonly threads: number;
}

/** What ranks are asked for on their command lines. */
export interface Asked extends RunOptions {
  readonly out: string;
  readonly resume?: boolean | undefined;
  readonly threads?: number | undefined;
}

export interface Meeting {
  /** Threads per step that are fair to all ranks. */
  readonly threads: number;
  /** Lines for the log. @param threads per step, as decided */
  describe(threads: number): readonly string[];
}

/**
 * The first thing that all ranks do.
 *
 * @throws MpaferError `team` when they were asked for different things
 */
export async function meet(team: Team, asked: Asked): Promise<Meeting> {
  const { data, clip, descriptions, out, resume = false, threads, configuration } = asked;
  await requireAgreement(
    team,
    'train',
    {
      'the data set': data,
      'the CLIP': clip,
      'the file of descriptions': descriptions,
      'the run folder': out,
      'whether to resume': String(resume),
      'the number of threads per step': threads,
      'the list of settings': JSON.stringify(configuration),
    },
    'Start all ranks with the same command',
  );
  const places = await gatherJson(team, ownPlace());
  return {
    threads: fairThreads(places),
    describe: (used) => [teamText(places, used), ...wastedCores(places, used)],
  };
}

/** What must be the same on all ranks, as it decides the last digits of results. */
export function conditions(): Facts {
  const found = environment();
  const names = ['mpafer', 'node', 'onnxruntime-node', 'sharp', 'platform'] as const;
  return Object.fromEntries(names.map((name) => [name, found[name]]));
}
