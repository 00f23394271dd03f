// A page with its charts beside it, each as SVG and as PNG.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pngOf } from '../platform/node/rasterise.ts';
import { diskError, writeFile } from '../platform/node/write-file.ts';
import { pagePlots } from '../report/plots.ts';

/** The folder of charts beside a page. */
export const plotFolder = 'plots';

/** @throws MpaferError `disk` */
export async function writePage(file: string, page: string): Promise<void> {
  await writeFile(file, page);
  const plots = join(dirname(file), plotFolder);
  await mkdir(plots, { recursive: true }).catch((cause: unknown) => {
    throw diskError(plots, cause);
  });
  for (const { name, svg } of pagePlots(page)) {
    await writeFile(join(plots, `${name}.svg`), svg);
    await writeFile(join(plots, `${name}.png`), await pngOf(svg));
  }
}
