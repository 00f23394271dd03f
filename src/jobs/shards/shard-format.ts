// The file of a shard, as JSON lines: what was asked, the rows with the piece of work that each is of, and an end that shows it is whole.
import * as z from 'zod';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { readReason } from '../../platform/node/files/read-reason.ts';
import { fileLines } from '../file-lines.ts';
import { owns, type Shard, shardName } from './shard.ts';

/** The jobs that can be made in shards. */
export const shardedJobs = [
  'predict',
  'predict-videos',
  'evaluate',
  'align',
  'ablate',
  'few-shot',
  'base-to-new',
  'cross',
  'stress',
  'faithfulness',
] as const;

export type ShardedJob = (typeof shardedJobs)[number];

/** The first line. */
export interface ShardHead {
  readonly job: ShardedJob;
  readonly shard: Shard;
  /** What all shards must have in common; enough to make the whole out of them. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** A row, and the piece of work that it is of, counted over all shards. */
export interface ShardRow<Row> {
  readonly piece: number;
  readonly row: Row;
}

/** The last line. */
export interface ShardEnd {
  readonly rows: number;
  /** What was found out on the way and all shards must agree on, e.g. the number of pictures. */
  readonly found: Readonly<Record<string, unknown>>;
}

const format = 'mpafer-shard-1';

const headSchema = z.object({
  format: z.literal(format),
  job: z.enum(shardedJobs),
  shard: z.object({ index: z.int().positive(), count: z.int().positive() }),
  conditions: z.record(z.string(), z.unknown()),
});

const endSchema = z.object({ end: z.object({ rows: z.int().min(0), found: z.record(z.string(), z.unknown()) }) });

/** The lines of a shard's file. @param found asked for after the last row */
export async function* shardLines(
  head: ShardHead,
  rows: AsyncIterable<ShardRow<unknown>> | Iterable<ShardRow<unknown>>,
  found: () => ShardEnd['found'],
): AsyncGenerator<string> {
  yield `${JSON.stringify({ format, ...head })}\n`;
  let count = 0;
  for await (const { piece, row } of rows) {
    yield `${JSON.stringify([piece, row])}\n`;
    count++;
  }
  yield `${JSON.stringify({ end: { rows: count, found: found() } })}\n`;
}

/** A shard that is whole. */
export interface ShardFile {
  readonly path: string;
  readonly head: ShardHead;
  readonly end: ShardEnd;
}

/** Reads a shard through to its end. @throws MpaferError `run` when it cannot be read, is no shard, is not whole, or has the work of another */
export async function readShard(path: string): Promise<ShardFile> {
  let head: ShardHead | undefined;
  let end: ShardEnd | undefined;
  let [rows, last] = [0, 0];
  const refuse = (found: string, cause?: unknown) =>
    new MpaferError('run', `Cannot read the shard "${path}": ${found}`, {
      hint: 'Remove the file and make the shard again',
      ...(cause !== undefined && { cause }),
    });
  try {
    for await (const { text } of fileLines(path)) {
      const line = parsed(text);
      if (head === undefined) {
        head = headSchema.safeParse(line).data;
        if (head === undefined) throw refuse('its first line is not that of a shard');
        continue;
      }
      const piece = isRow(line) ? line[0] : undefined;
      if (end !== undefined) throw refuse('it has lines behind its end');
      if (piece === undefined) {
        end = endSchema.safeParse(line).data?.end;
        if (end?.rows !== rows) break;
        continue;
      }
      if (piece < last || !owns(head.shard, piece))
        throw refuse(`piece ${piece} is not in the order of ${shardName(head.shard)}`);
      [rows, last] = [rows + 1, piece];
    }
  } catch (cause) {
    throw cause instanceof MpaferError ? cause : refuse(readReason(cause), cause);
  }
  if (head === undefined) throw refuse('it is empty');
  if (end === undefined || end.rows !== rows) {
    throw refuse(`${shardName(head.shard)} is not whole: it breaks off after ${plural(rows, 'row')}`);
  }
  const { job, shard, conditions } = head;
  return { path, head: { job, shard, conditions }, end };
}

/** The rows of a shard that is whole, in order. */
export async function* shardRows<Row>(path: string): AsyncGenerator<ShardRow<Row>, void, undefined> {
  for await (const { text } of fileLines(path)) {
    const line = parsed(text);
    if (isRow(line)) yield { piece: line[0], row: line[1] as Row };
  }
}

const isRow = (line: unknown): line is readonly [piece: number, row: unknown] =>
  Array.isArray(line) && line.length === 2 && Number.isSafeInteger(line[0]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
