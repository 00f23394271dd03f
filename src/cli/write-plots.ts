// The charts of a report beside it: each as SVG and as PNG.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pngOf } from '../platform/node/rasterise.ts';
import { diskError, writeFile } from '../platform/node/write-file.ts';
import { reportPlots } from '../report/plots.ts';
import type { RunReport } from '../report/run-report.ts';

/** The folder of charts inside a report's. */
export const plotFolder = 'plots';

/** @throws MpaferError `disk` */
export async function writePlots(folder: string, report: RunReport): Promise<void> {
  const plots = join(folder, plotFolder);
  await mkdir(plots, { recursive: true }).catch((cause: unknown) => {
    throw diskError(plots, cause);
  });
  for (const { name, svg } of reportPlots(report)) {
    await writeFile(join(plots, `${name}.svg`), svg);
    await writeFile(join(plots, `${name}.png`), await pngOf(svg));
  }
}
