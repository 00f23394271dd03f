// The file of a recognised video, JSON lines, CSV or Parquet: it appears when it is complete; what was made until then is kept beside it.
import { MpaferError } from '../../core/errors.ts';
import { takeLock } from '../../platform/node/files/lock.ts';
import { requireWritable, writeFileBy } from '../../platform/node/files/write-file.ts';
import { type VideoColumn, type VideoRow, videoCells } from '../../recognise/video/frame-row.ts';
import { keptPath, openKeptRows, type RowsHead } from '../kept-rows.ts';
import { writeParquet } from '../predict/output/write-parquet.ts';
import type { OpenShard } from '../shards/open-shard.ts';
import { csvLines, jsonLines, writeText } from '../write-text.ts';

export interface VideoFile {
  /** Rows of a stopped job, in order. */
  earlier(): AsyncGenerator<VideoRow, void, undefined>;
  readonly earlierCount: number;
  append(row: VideoRow): Promise<void>;
  finish(columns: readonly VideoColumn[]): Promise<void>;
  /** Leaves what is kept for the next time. */
  close(): Promise<void>;
}

type VideoFormat = (path: string, rows: AsyncIterable<VideoRow>, columns: readonly VideoColumn[]) => Promise<void>;

const formats: Readonly<Record<string, VideoFormat>> = {
  '.jsonl': (path, rows) => writeText(path, jsonLines(rows)),
  '.csv': (path, rows, columns) => {
    const header = columns.map(({ name }) => name);
    return writeText(
      path,
      csvLines(header, rows, (row) => videoCells(columns, row)),
    );
  },
  '.parquet': (path, rows, columns) => writeParquet(path, columns, rows, (row) => videoCells(columns, row)),
};

/** @throws MpaferError `usage` when the name ends in none of the extensions */
export function checkVideoFile(path: string): VideoFormat {
  const extension = /\.[a-z\d]+$/i.exec(path)?.[0].toLowerCase();
  const format = formats[extension ?? ''];
  if (format !== undefined) return format;
  const found = extension === undefined ? 'no extension' : `"${extension}"`;
  throw new MpaferError(
    'usage',
    `Cannot write the faces of videos to "${path}": its name ends in ${found}; expected .jsonl, .csv or .parquet`,
  );
}

/** @param head what has to be the same for a stopped job to be continued @throws MpaferError `disk`, `run` when another process writes it */
export async function openVideoFile(path: string, head: RowsHead): Promise<VideoFile> {
  await requireWritable(path);
  const lock = await takeLock(`${keptPath(path)}.lock`, async () => {
    throw new MpaferError('run', `Cannot write predictions to "${path}": another process is writing them`);
  });
  return videoFile(path, head, {
    write: (rows, columns) => writeVideoRows(path, rows, columns),
    release: lock.release,
  });
}

/** The file of a shard that nobody has made yet. @param pieceOf the number of a row's video among those of all shards */
export const openVideoShard = (
  shard: OpenShard,
  head: RowsHead,
  pieceOf: (row: VideoRow) => number,
  classes: readonly string[],
): Promise<VideoFile> =>
  videoFile(shard.path, head, {
    write: (rows) => shard.write(placed(rows, pieceOf), () => ({ classes })),
    release: async () => shard[Symbol.asyncDispose](),
  });

async function* placed(rows: AsyncIterable<VideoRow>, pieceOf: (row: VideoRow) => number) {
  for await (const row of rows) yield { piece: pieceOf(row), row };
}

/** Writes all rows in the format that the name says, whole or not at all. @throws MpaferError `disk` */
export async function writeVideoRows(
  path: string,
  rows: AsyncIterable<VideoRow>,
  columns: readonly VideoColumn[],
): Promise<void> {
  const format = checkVideoFile(path);
  await writeFileBy(path, (temporary) => format(temporary, rows, columns));
}

interface Ending {
  write(rows: AsyncIterable<VideoRow>, columns: readonly VideoColumn[]): Promise<void>;
  release(): Promise<void>;
}

async function videoFile(path: string, head: RowsHead, { write, release }: Ending): Promise<VideoFile> {
  // How a video ended is found again: the file may have been mended.
  const rows = await openKeptRows<VideoRow>(path, head, async ([row]) => row!.status !== 'unreadable').catch(
    async (error: unknown) => {
      await release();
      throw error;
    },
  );
  const earlierCount = rows.count;
  return {
    earlierCount,
    async *earlier() {
      let left = earlierCount;
      if (left === 0) return;
      for await (const row of rows.all()) {
        yield row;
        if (--left === 0) return;
      }
    },
    append: (row) => rows.append(row),
    async finish(columns) {
      await write(rows.all(), columns);
      await rows.remove();
    },
    async close() {
      await rows.close();
      await release();
    },
  };
}
