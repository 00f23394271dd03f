// Predictions of all shards as the file that one process would have written.
import { writeFileBy } from '../../platform/node/files/write-file.ts';
import type { Shards } from '../shards/read-shards.ts';
import { formatOf } from './output/prediction-formats.ts';
import type { PredictResult } from './predict-images.ts';
import { isFailed, type Prediction } from './prediction.ts';

/** @throws MpaferError `usage` for another format, `disk` */
export async function mergePredictions(out: string, shards: Shards): Promise<PredictResult> {
  const format = formatOf(out);
  const counts = { done: 0, failed: 0, faces: 0 };
  const counted = async function* () {
    for await (const row of shards.rows<Prediction>()) {
      counts.done++;
      if (isFailed(row)) counts.failed++;
      counts.faces += row.faces.length;
      yield row;
    }
  };
  await writeFileBy(out, (temporary) => format(temporary, counted(), shards.found.classes as readonly string[]));
  return counts;
}
