// The file of a recognised video, JSON lines or CSV: it appears when it is complete; what was made until then is kept beside it.
import { MpaferError } from '../../core/errors.ts';
import { takeLock } from '../../platform/node/files/lock.ts';
import { requireWritable, writeFileBy } from '../../platform/node/files/write-file.ts';
import { type VideoColumn, type VideoRow, videoCells } from '../../recognise/video/frame-row.ts';
import { keptPath, openKeptRows } from '../kept-rows.ts';
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

/** @throws MpaferError `usage` for another format */
export function checkVideoFile(path: string): void {
  const extension = /\.[a-z\d]+$/i.exec(path)?.[0].toLowerCase();
  if (extension === '.jsonl' || extension === '.csv') return;
  const found = extension === undefined ? 'no extension' : `"${extension}"`;
  throw new MpaferError(
    'usage',
    `Cannot write the faces of videos to "${path}": its name ends in ${found}; expected .jsonl or .csv`,
  );
}

/** @param head what has to be the same for a stopped job to be continued @throws MpaferError `disk`, `run` when another process writes it */
export async function openVideoFile(path: string, head: Readonly<Record<string, unknown>>): Promise<VideoFile> {
  await requireWritable(path);
  const lock = await takeLock(`${keptPath(path)}.lock`, async () => {
    throw new MpaferError('run', `Cannot write predictions to "${path}": another process is writing them`);
  });
  // How a video ended is found again: the file may have been mended.
  const rows = await openKeptRows<VideoRow>(path, head, async ({ status }) => status !== 'unreadable').catch(
    async (error: unknown) => {
      await lock.release();
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
      const header = columns.map(({ name }) => name);
      const text = /\.csv$/i.test(path)
        ? csvLines(header, rows.all(), (row) => videoCells(columns, row))
        : jsonLines(rows.all());
      await writeFileBy(path, (temporary) => writeText(temporary, text));
      await rows.remove();
    },
    async close() {
      await rows.close();
      await lock.release();
    },
  };
}
