// Writes explanations to a folder: an annotated picture of each face, all numbers as JSON, and a page.
import { basename, extname, join } from 'node:path';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { type ExplanationGroup, summariseExplanations } from '../../evaluate/explanation-summary.ts';
import type { MapVerdict } from '../../evaluate/faithfulness-record.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import { pngOf } from '../../platform/node/images/rasterise.ts';
import { type ExplainedPicture, pictureCharts, renderExplanations } from '../../report/pages/explanation-page.ts';
import { requireNoRun } from '../require-no-run.ts';
import type { ImageExplanation } from './image-explanation.ts';
import type { MeanFaces } from './mean-faces.ts';

/** File names in the folder, beside the pictures. */
export const explanationFiles = {
  numbers: 'explanations.json',
  summary: 'summary.json',
  report: 'report.html',
} as const;

/** Faces in the page; more would make it slow to open. */
export const mostShown = 60;

/** Creates the folder before any work is done. @throws MpaferError `run` when it holds a training run, `disk` */
export async function openExplanationFolder(path: string): Promise<void> {
  await requireNoRun(path, 'explanations');
  await makeFolder(path);
}

export interface WrittenExplanations {
  readonly title: string;
  readonly method: ExplanationMethod;
  readonly verdict: MapVerdict;
  readonly classes: readonly string[];
  readonly rows: readonly ImageExplanation[];
  readonly pictures: readonly ExplainedPicture[];
  readonly means: MeanFaces;
}

/** @throws MpaferError `disk` */
export async function writeExplanations(folder: string, found: WrittenExplanations): Promise<void> {
  const { title, method, verdict, classes, rows, pictures, means } = found;
  await writeFile(join(folder, explanationFiles.numbers), json(rows));
  const explained = rows.flatMap((row) => (row.status === 'ok' ? [row] : []));
  const summary = explained.length < 2 ? undefined : summariseExplanations(explained, classes);
  if (summary !== undefined) await writeFile(join(folder, explanationFiles.summary), json(summary));
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
    subtitle: `${plural(explained.length, 'face')}, method ${method}`,
    notice:
      'This page contains pictures of faces: keep it where you keep the pictures and publish it only as you may publish them',
    method,
    verdict,
    pictures: pictures.slice(0, mostShown),
    more: Math.max(0, explained.length - mostShown),
    summary: summary && { ...summary, groups: await shownGroups(summary.groups, means) },
  });
  await writeFile(join(folder, explanationFiles.report), page);
}

/** The groups with their mean faces. */
const shownGroups = (groups: readonly ExplanationGroup[], means: MeanFaces) =>
  Promise.all(groups.map(async (group) => ({ ...group, image: await pngUrl(means.of(group.recognised)!) })));
