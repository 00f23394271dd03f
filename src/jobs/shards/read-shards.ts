// All shards of a file or folder, read as one: none is missing, none is there twice, and all were made under the same conditions.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { onDisk } from '../../platform/node/files/write-file.ts';
import { difference } from '../conditions.ts';
import { type Shard, shardName, withoutSlash } from './shard.ts';
import { readShard, type ShardEnd, type ShardedJob, type ShardFile, type ShardRow, shardRows } from './shard-format.ts';

/** Shards that belong together and are whole. */
export interface Shards {
  readonly job: ShardedJob;
  readonly count: number;
  readonly conditions: Readonly<Record<string, unknown>>;
  /** What was found out on the way, by each of them. */
  readonly found: ShardEnd['found'];
  /** The rows of all, in the order in which one process would have made them. */
  rows<Row>(): AsyncGenerator<Row, void, undefined>;
}

/**
 * Reads every shard through once.
 *
 * @param out the file or folder that the shards become
 * @throws MpaferError `run` when there is none, one is missing, twice there or not whole, or they do not agree
 */
export async function readShards(out: string): Promise<Shards> {
  const files: ShardFile[] = [];
  for (const { path, shard } of await shardFiles(withoutSlash(out))) {
    const file = await readShard(path);
    if (difference({ ...shard }, { ...file.head.shard }) !== undefined) {
      throw new MpaferError(
        'run',
        `Cannot merge "${out}": "${path}" has the content of ${shardName(file.head.shard)}`,
        {
          hint: 'Remove the file and make the shard again',
        },
      );
    }
    requireAgreement(out, files[0] ?? file, file);
    files.push(file);
  }
  const [{ head, end }] = files as [ShardFile];
  return {
    job: head.job,
    count: files.length,
    conditions: head.conditions,
    found: end.found,
    rows: <Row>() => inOrder<Row>(files),
  };
}

interface NamedShard {
  readonly path: string;
  readonly shard: Shard;
}

/** The files of all shards, in order, by their names. */
async function shardFiles(out: string): Promise<readonly NamedShard[]> {
  const folder = dirname(out);
  const start = `${basename(out)}.shard-`;
  const names = await onDisk(folder, () => readdir(folder));
  const found = names
    .filter((name) => name.startsWith(start))
    .flatMap((name): readonly NamedShard[] => {
      const [, index, count] = /^([1-9]\d*)-of-([1-9]\d*)$/.exec(name.slice(start.length)) ?? [];
      if (index === undefined) return [];
      return [{ path: join(folder, name), shard: { index: Number(index), count: Number(count) } }];
    });
  const refuse = (message: string, hint: string) =>
    new MpaferError('run', `Cannot merge "${out}": ${message}`, { hint });
  const counts = [...new Set(found.map(({ shard }) => shard.count))].sort((a, b) => a - b);
  const [count] = counts;
  if (count === undefined) {
    throw refuse(
      `it has no shards; expected "${start}1-of-N" beside it`,
      'Make the shards first, each by a process of its own',
    );
  }
  if (counts.length > 1) {
    throw refuse(`it has shards of ${counts.join(' and of ')}`, 'Remove those that do not belong to it');
  }
  const byIndex = new Map(found.map((file) => [file.shard.index, file]));
  const all = Array.from({ length: count }, (_, at) => at + 1);
  const missing = all.filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    const more = missing.length > most ? ` and ${missing.length - most} more` : '';
    throw refuse(
      `${missing.length === 1 ? 'shard' : 'shards'} ${missing.slice(0, most).join(', ')}${more} of ${count} ${missing.length === 1 ? 'is' : 'are'} missing`,
      'Make what is missing with the options of the others, and merge again',
    );
  }
  return all.map((index) => byIndex.get(index)!);
}

/** Missing shards that a message names. */
const most = 10;

/** @throws MpaferError `run` with the first thing in which two shards differ */
function requireAgreement(out: string, first: ShardFile, other: ShardFile): void {
  const of = ({ head: { job, conditions }, end }: ShardFile) => ({ job, ...end.found, ...conditions });
  const found = difference(of(first), of(other));
  if (found === undefined) return;
  const [, key, one, two] = /^its (\S+) is (.*); given (.*)$/s.exec(found) ?? [];
  const [here, there] = [first, other].map(({ path }) => basename(path));
  throw new MpaferError('run', `Cannot merge "${out}": ${key} is ${one} in ${here} and ${two} in ${there}`, {
    hint: 'Make the shards that differ again: with the same options, on the same files and model, and the same number of threads',
  });
}

/** Piece by piece: each is in the shard that owns it. */
async function* inOrder<Row>(files: readonly ShardFile[]): AsyncGenerator<Row, void, undefined> {
  const sources = files.map(({ path }) => shardRows<Row>(path));
  try {
    const next: (ShardRow<Row> | undefined)[] = [];
    for (const source of sources) next.push((await source.next()).value ?? undefined);
    for (let piece = 0; next.some((row) => row !== undefined); piece++) {
      const at = piece % files.length;
      for (let row = next[at]; row?.piece === piece; row = next[at]) {
        yield row.row;
        next[at] = (await sources[at]!.next()).value ?? undefined;
      }
    }
  } finally {
    for (const source of sources) await source.return();
  }
}
