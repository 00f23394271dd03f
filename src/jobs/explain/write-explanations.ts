// Writes explanations to a folder: an annotated picture of each face, all numbers as JSON, and a page.
import { basename, extname, join } from 'node:path';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import type { MapVerdict } from '../../evaluate/faithfulness-record.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { pngOf } from '../../platform/node/images/rasterise.ts';
import { type ExplainedPicture, pictureCharts, renderExplanations } from '../../report/pages/explanation-page.ts';
import { requireNoRun } from '../require-no-run.ts';
import type { ImageExplanation } from './image-explanation.ts';

/** File names in the folder, beside the pictures. */
export const explanationFiles = { numbers: 'explanations.json', report: 'report.html' } as const;

/** Faces in the page; more would make it slow to open. */
const mostShown = 60;

/** Creates the folder before any work is done. @throws MpaferError `run` when it holds a training run, `disk` */
export async function openExplanationFolder(path: string): Promise<void> {
  await requireNoRun(path, 'explanations');
  await makeFolder(path);
}

export interface WrittenExplanations {
  readonly title: string;
  readonly method: ExplanationMethod;
  readonly verdict: MapVerdict;
  readonly rows: readonly ImageExplanation[];
  readonly pictures: readonly ExplainedPicture[];
}

/** @throws MpaferError `disk` */
export async function writeExplanations(folder: string, found: WrittenExplanations): Promise<void> {
  const { title, method, verdict, rows, pictures } = found;
  await writeFile(join(folder, explanationFiles.numbers), json(rows));
  const digits = String(pictures.length).length;
  for (const [index, charts] of pictureCharts(pictures).entries()) {
    const name = basename(pictures[index]!.name, extname(pictures[index]!.name));
    for (const [at, svg] of charts.entries()) {
      const kind = at === 0 ? method : 'contrast';
      const file = `${String(index + 1).padStart(digits, '0')}-${name}-${kind}`;
      await writeFile(join(folder, `${file}.svg`), svg);
      await writeFile(join(folder, `${file}.png`), await pngOf(svg));
    }
  }
  const page = renderExplanations({
    title,
    subtitle: `${plural(pictures.length, 'face')}, method ${method}`,
    notice:
      'This page contains pictures of faces: keep it where you keep the pictures and publish it only as you may publish them',
    method,
    verdict,
    pictures: pictures.slice(0, mostShown),
    more: Math.max(0, pictures.length - mostShown),
  });
  await writeFile(join(folder, explanationFiles.report), page);
}
