// Videos recognised in shards, as the file that one process would have written.
import type { VideoRow } from '../../recognise/video/frame-row.ts';
import type { Shards } from '../shards/read-shards.ts';
import { columnsOf, type PredictVideosOptions, type PredictVideosResult } from './predict-videos.ts';
import { checkVideoFile, writeVideoRows } from './video-file.ts';

/** @throws MpaferError `usage` for another format, `disk` */
export async function mergeVideos(out: string, shards: Shards): Promise<PredictVideosResult> {
  checkVideoFile(out);
  const { conditions, found } = shards;
  const counts = { videos: (conditions.videos as readonly unknown[]).length, failed: 0, frames: 0, faces: 0 };
  const counted = async function* () {
    for await (const row of shards.rows<VideoRow>()) {
      if (row.status === 'unreadable') counts.failed++;
      else {
        counts.frames++;
        counts.faces += row.faces.length;
      }
      yield row;
    }
  };
  const columns = columnsOf(
    found.classes as readonly string[],
    conditions as Pick<PredictVideosOptions, 'smooth' | 'baseline'>,
  );
  await writeVideoRows(out, counted(), columns);
  return counts;
}
