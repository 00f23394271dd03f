// The part of a rank that is not the leader: it computes what the leader does, and neither reads nor writes the run folder.
import { openDataset } from '../../data/open-dataset.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import type { Descriptions } from '../../method/hard-prompt.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { openClip } from '../../platform/node/models/models.ts';
import { readCheckpoint } from '../../recognise/checkpoint.ts';
import { asOne } from '../../team/as-one.ts';
import { broadcast, broadcastJson } from '../../team/broadcast.ts';
import type { Team } from '../../team/team.ts';
import { runFiles } from '../../train/run-files.ts';
import { train } from '../../train/train.ts';
import { type Brief, conditions, meet } from './team-brief.ts';
import type { TrainRunOptions } from './train-run.ts';

/** Options of `joinRun`: those of `trainRun` on the leader, with the team that both belong to. */
export interface JoinRunOptions extends TrainRunOptions {
  readonly team: Team;
}

/**
 * Trains with the other ranks of a team, whose leader (rank 0) runs `trainRun` with the same options.
 *
 * @throws MpaferError what any rank throws
 * @example
 * ```ts no-run (needs a launcher; test/cluster/mpi.test.ts does)
 * import { finishJob, joinRun, joinTeam, trainRun } from 'mpafer/jobs';
 * const { team } = await joinTeam();
 * const options = { data: 'synthetic:', out: 'runs/shared', configuration: { microBatch: 8 }, team };
 * if (team.rank === 0) await finishJob(trainRun(options), console.log);
 * else await joinRun(options);
 * ```
 */
export async function joinRun(options: JoinRunOptions): Promise<void> {
  const { team } = options;
  const job = follow(options);
  for await (const _ of asOne(team, job));
}

async function* follow({ team, signal, ...asked }: JoinRunOptions): AsyncGenerator<void, void> {
  await meet(team, asked);
  const { record, threads } = await broadcastJson<Brief>(team, undefined);
  const clip = await openClip(record.clip);
  const dataset = await openDataset(record.data, nodeDataHost);
  const descriptions = await broadcastJson<Descriptions>(team, undefined);
  const state = await broadcast(team, undefined);
  const resume = state.length === 0 ? undefined : readCheckpoint(state, runFiles.state);
  await using engine = nodeEngine({ threads, provider: record.device ?? 'cpu' });
  const { configuration } = record;
  const input = { engine, clip, dataset, configuration, descriptions, signal, team, conditions: conditions() };
  // The leader writes what is worth keeping.
  for await (const _ of train(input, resume)) yield;
}
