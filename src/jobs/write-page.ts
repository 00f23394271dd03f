// Writes a page and, in a folder beside it, each of its charts as SVG and PNG.
import { dirname, join } from 'node:path';
import { makeFolder } from '../platform/node/files/make-folder.ts';
import { writeFile } from '../platform/node/files/write-file.ts';
import { pngOf } from '../platform/node/images/rasterise.ts';
import { pagePlots } from '../report/pages/page-plots.ts';

/** The folder of charts beside a page. */
export const plotFolder = 'plots';

/** The page is written last: an experiment takes a run with a page for finished. @throws MpaferError `disk` */
export async function writePage(file: string, page: string): Promise<void> {
  const plots = join(dirname(file), plotFolder);
  await makeFolder(plots);
  for (const { name, svg } of pagePlots(page)) {
    await writeFile(join(plots, `${name}.svg`), svg);
    await writeFile(join(plots, `${name}.png`), await pngOf(svg));
  }
  await writeFile(file, page);
}
