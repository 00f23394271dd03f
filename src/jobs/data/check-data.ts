// Checks a data set: every image is read once, counted, and compared with the others.
import { random } from '../../core/random.ts';
import { checkDataset } from '../../data/check/check-dataset.ts';
import type { CheckReport } from '../../data/check/check-report.ts';
import { contactSheet } from '../../data/check/contact-sheet.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { requireWritable, writeFile } from '../../platform/node/files/write-file.ts';
import { encodePng } from '../../platform/node/images/encode-image.ts';
import { type JobEvent, progress } from '../job-event.ts';

export interface CheckDataOptions {
  /** SPEC of the data set. */
  readonly data: string;
  /** PNG file to draw some images of each class into; none by default. */
  readonly sheet?: string | undefined;
}

/**
 * Reads every image of a data set and reports what is wrong with it.
 *
 * @throws MpaferError `data`, `label` when the data set cannot be opened, `disk` when the sheet cannot be written
 */
export async function* checkData({ data, sheet }: CheckDataOptions): AsyncGenerator<JobEvent, CheckReport> {
  if (sheet !== undefined) await requireWritable(sheet);
  const dataset = await openDataset(data, nodeDataHost, { missing: 'keep' });
  const began = performance.now();
  const work = checkDataset(dataset);
  for (;;) {
    const next = await work.next();
    if (next.done) {
      if (sheet !== undefined) {
        await writeFile(sheet, await encodePng(await contactSheet(dataset, { random: random(1) })));
      }
      return next.value;
    }
    const { doing, done, of } = next.value;
    const rate = done / ((performance.now() - began) / 1000);
    const pace = doing === 'reading' ? { rate, secondsLeft: (of - done) / rate } : {};
    yield progress(doing, done, of, pace);
  }
}
