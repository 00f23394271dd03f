// The shard that a process makes: nobody else makes it at the same time, one that is there already is not made again, and it is written whole.
import { setTimeout as wait } from 'node:timers/promises';
import { MpaferError } from '../../core/errors.ts';
import { takeLock } from '../../platform/node/files/lock.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { requireWritable, writeFileBy } from '../../platform/node/files/write-file.ts';
import { difference } from '../conditions.ts';
import { type NoteEvent, note } from '../job-event.ts';
import { keptPath } from '../kept-rows.ts';
import { withNotes } from '../reported.ts';
import { writeText } from '../write-text.ts';
import { checkShard, type Shard, shardName, shardPath } from './shard.ts';
import {
  readShard,
  type ShardEnd,
  type ShardedJob,
  type ShardHead,
  type ShardRow,
  shardLines,
} from './shard-format.ts';

/** A shard that this process makes, or that is there already. */
export interface OpenShard extends AsyncDisposable {
  readonly path: string;
  /** Its last line, where it was made before under the same conditions. */
  readonly made: ShardEnd | undefined;
  /** Writes it. @param found asked for after the last row @throws MpaferError `disk` */
  write(
    rows: AsyncIterable<ShardRow<unknown>> | Iterable<ShardRow<unknown>>,
    found?: () => ShardEnd['found'],
  ): Promise<void>;
}

export interface ShardRequest {
  readonly job: ShardedJob;
  readonly shard: Shard;
  /** The file or folder that all shards become. */
  readonly out: string;
  /** What all shards must have in common; enough to make the whole out of them. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits while another process makes the same shard, which may die.
 *
 * @throws MpaferError `usage` for a shard that cannot be, `run` when there is one under other conditions, `disk`, `aborted`
 */
export async function* openShard(request: ShardRequest): AsyncGenerator<NoteEvent, OpenShard> {
  const { job, shard, out, signal } = request;
  checkShard(shard);
  const path = shardPath(out, shard);
  await requireWritable(path);
  // As they will be read again.
  const conditions = JSON.parse(JSON.stringify(request.conditions)) as typeof request.conditions;
  const lock = yield* withNotes(
    (say) => {
      let told = false;
      return takeLock(`${keptPath(path)}.lock`, async () => {
        if (!told) say(`Another process is making ${shardName(shard)}; waiting for it`);
        told = true;
        await wait(poll);
        if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while waiting for another process');
      });
    },
    (taken) => taken.release(),
  );
  try {
    const made = (await exists(path)) ? await endOf(path, { job, shard, conditions }) : undefined;
    if (made !== undefined) yield note(`${path} is there already`);
    return {
      path,
      made,
      async write(rows, found = () => ({})) {
        await lock.check();
        const lines = shardLines({ job, shard, conditions }, rows, found);
        await writeFileBy(path, (temporary) => writeText(temporary, lines));
      },
      [Symbol.asyncDispose]: lock.release,
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Milliseconds between looks at a shard that another process makes. */
const poll = 200;

/** The end of a shard that is there. @throws MpaferError `run` when it was made under other conditions or is not whole */
async function endOf(path: string, wanted: ShardHead): Promise<ShardEnd> {
  const { head, end } = await readShard(path);
  const other = difference({ ...head }, { ...wanted });
  if (other === undefined) return end;
  throw new MpaferError('run', `Cannot make ${shardName(wanted.shard)}: "${path}" is there and ${other}`, {
    hint: 'Use the options that it was made with, or remove the shards that were made with others',
  });
}

/** Refuses a shard that was made of something else than what is there now. @throws MpaferError `run` */
export function requireFound({ path, made }: OpenShard, now: ShardEnd['found']): void {
  const then = Object.fromEntries(Object.keys(now).map((key) => [key, made!.found[key]]));
  const other = difference(then, now);
  if (other === undefined) return;
  throw new MpaferError('run', `Cannot use the shard "${path}": ${other}`, {
    hint: 'What it was made of has changed: remove the shards and make them again',
  });
}
