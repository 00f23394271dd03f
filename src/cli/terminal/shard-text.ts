// What a command says when it has made one shard of its work.
import { plural } from '../../core/plural.ts';
import { type Experiment, experimentShard } from '../../jobs/shards/experiment-shard.ts';
import type { Shard } from '../../jobs/shards/shard.ts';
import type { Session } from './session.ts';

/** Computes one part of an experiment's cells and says where they are. */
export async function followShard(session: Session, experiment: Experiment, shard: Shard): Promise<void> {
  const made = await session.follow(experimentShard(experiment, shard));
  session.progress.print(shardText(made.shard, made.cells, 'cell'));
}

/** @param count 0 where the shard was there already */
export const shardText = (file: string, count: number, what: string): string => `Wrote ${file}: ${plural(count, what)}`;
