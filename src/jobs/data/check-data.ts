// Checks a data set: reads every image, counts, and compares the images with each other.
import { random } from '../../core/random.ts';
import { checkDataset } from '../../data/check/check-dataset.ts';
import type { CheckReport } from '../../data/check/check-report.ts';
import { contactSheet } from '../../data/check/contact-sheet.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { requireWritable, writeFile } from '../../platform/node/files/write-file.ts';
import { encodePng } from '../../platform/node/images/encode-image.ts';
import { type JobEvent, progress } from '../job-event.ts';

/** Options of `checkData`. */
export interface CheckDataOptions {
  /** SPEC of the data set. */
  readonly data: string;
  /** PNG file for a contact sheet with some images of each class; none by default. */
  readonly sheet?: string | undefined;
}

/**
 * Checks a data set. Missing and corrupt images are part of the report and do not end the check.
 *
 * @returns counts, unreadable images, duplicates, sizes and fingerprints
 * @throws MpaferError `data` or `label` when the data set cannot be opened, `disk` when the sheet cannot be written
 * @example
 * ```ts
 * import { checkData, finishJob } from 'mpafer/jobs';
 * const report = await finishJob(checkData({ data: 'synthetic:?count=60&size=48' }));
 * console.log(report.images, report.corrupt.count); // 60 0
 * ```
 */
export async function* checkData({ data, sheet }: CheckDataOptions): AsyncGenerator<JobEvent, CheckReport> {
  if (sheet !== undefined) await requireWritable(sheet);
  const dataset = await openDataset(data, nodeDataHost, { missing: 'keep' });
  const start = performance.now();
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
    const rate = done / ((performance.now() - start) / 1000);
    const pace = doing === 'reading' ? { rate, secondsLeft: (of - done) / rate } : {};
    yield progress(doing, done, of, pace);
  }
}
