// Rows kept as they are made, beside the file that they will become: a job that was stopped continues from them.
import { type FileHandle, open, rm } from 'node:fs/promises';
import { onDisk } from '../platform/node/files/write-file.ts';
import { fileLines } from './file-lines.ts';

/** What has to be the same for kept rows to be continued. */
export type RowsHead = Readonly<Record<string, unknown>>;

export interface KeptRows<Row> {
  /** How many are kept. */
  readonly count: number;
  append(row: Row): Promise<void>;
  /** All, in order, from the disk. */
  all(): AsyncGenerator<Row, void, undefined>;
  close(): Promise<void>;
  /** Removes the file; call it when the rows are where they belong. */
  remove(): Promise<void>;
}

/** Where the rows of `path` are kept until all are made. */
export const keptPath = (path: string): string => `${path}.partial`;

/**
 * Opens what a stopped run left, if it was of the same model and options, as far as its inputs are those of now.
 *
 * @param isNext asked for each group of kept rows whether it is of the next inputs; after the first that is not, none is kept
 * @param group rows that were computed together: of a group that is not complete, none is kept
 * @throws MpaferError `disk`
 */
export async function openKeptRows<Row>(
  path: string,
  head: RowsHead,
  isNext: (rows: readonly Row[]) => Promise<boolean>,
  group = 1,
): Promise<KeptRows<Row>> {
  const place = keptPath(path);
  const first = `${JSON.stringify(head)}\n`;
  const before = await onDisk(place, async () => keptBefore(place, first, isNext, group));
  const file = await onDisk(place, () => open(place, before === undefined ? 'w' : 'r+'));
  let { count, end } = before ?? { count: 0, end: 0 };
  const write = async (text: string) => {
    const { bytesWritten } = await onDisk(place, () => file.write(text, end));
    end += bytesWritten;
  };
  if (before === undefined) await write(first);
  // What follows is half a line, or of inputs that are no longer there.
  else await onDisk(place, () => file.truncate(end));
  return {
    get count() {
      return count;
    },
    async append(row) {
      await write(`${JSON.stringify(row)}\n`);
      count++;
    },
    async *all() {
      for await (const { text } of fileLines(place, Buffer.byteLength(first))) yield JSON.parse(text) as Row;
    },
    close: () => closed(file),
    async remove() {
      await closed(file);
      await onDisk(place, () => rm(place, { force: true }));
    },
  };
}

const closed = (file: FileHandle): Promise<void> => file.close().catch(() => {});

/** How many rows are kept and where they end; undefined when there are none of the same model and options. */
async function keptBefore<Row>(
  place: string,
  first: string,
  isNext: (rows: readonly Row[]) => Promise<boolean>,
  group: number,
): Promise<{ readonly count: number; readonly end: number } | undefined> {
  let kept: { count: number; end: number } | undefined;
  let rows: Row[] = [];
  try {
    for await (const { text, end } of fileLines(place, 0)) {
      if (kept === undefined) {
        if (`${text}\n` !== first) return undefined;
        kept = { count: 0, end };
        continue;
      }
      const row = parsed<Row>(text);
      if (row === undefined) break;
      rows.push(row);
      if (rows.length < group) continue;
      if (!(await isNext(rows))) break;
      kept = { count: kept.count + rows.length, end };
      rows = [];
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return kept;
}

function parsed<Row>(text: string): Row | undefined {
  try {
    return JSON.parse(text) as Row;
  } catch {
    return undefined;
  }
}
