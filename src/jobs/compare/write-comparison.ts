// Writes a comparison of two models to a folder: a page with its charts, the numbers as JSON, the disagreements as a table.
import { basename, join } from 'node:path';
import { csvRow } from '../../core/csv-row.ts';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import type { Dataset } from '../../data/dataset.ts';
import { hardFaceCount } from '../../evaluate/hard-faces.ts';
import type { HardFace } from '../../evaluate/run-report.ts';
import type { Disagreement, SameFaces } from '../../evaluate/same-faces.ts';
import { hardestFaces } from '../../metrics/hardest-faces.ts';
import type { ModelComparison } from '../../metrics/model-comparison.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { renderModelComparison } from '../../report/pages/model-comparison-page.ts';
import { facePictures, pageNotice } from '../face-pictures.ts';
import { writePage } from '../write-page.ts';

/** File names in the folder; plots have a subfolder. */
export const comparisonFiles = {
  report: 'report.html',
  numbers: 'comparison.json',
  disagreements: 'disagreements.csv',
} as const;

export interface WrittenComparison {
  readonly names: readonly [string, string];
  readonly found: ModelComparison;
  readonly faces: SameFaces;
  /** The data set that both were evaluated on; undefined for two predictions files. */
  readonly dataset: Dataset | undefined;
  /** Everything by name. */
  readonly record: Readonly<Record<string, unknown>> & { readonly disagreements: readonly Disagreement[] };
  readonly conditions: Readonly<Record<string, unknown>>;
  /** Whether to show the hardest faces, if there is a data set. */
  readonly pictures: boolean;
}

/** Writes report.html with its plots, comparison.json and disagreements.csv. @throws MpaferError `disk` */
export async function writeComparison(folder: string, given: WrittenComparison): Promise<void> {
  const { found, faces, dataset, record } = given;
  const hardest = await hardFaces(given);
  const { disagreements } = record;
  await writeFile(join(folder, comparisonFiles.numbers), json(record));
  const rows = disagreements.map(({ id, label, first, second }) => csvRow([id, label, first, second]));
  await writeFile(
    join(folder, comparisonFiles.disagreements),
    [csvRow(['id', 'label', 'first', 'second']), ...rows].join(''),
  );
  const of = dataset === undefined ? '' : ` of ${dataset.name}`;
  const [first, second] = given.names.map(shortName) as [string, string];
  const page = renderModelComparison({
    names: [first, second],
    subtitle: `${first} and ${second} on ${plural(found.n, 'face')}${of}`,
    notice: pageNotice(
      dataset?.drawn === true,
      hardest.some(({ image }) => image !== undefined),
    ),
    found,
    classes: faces.classes,
    byPeople: faces.groups !== undefined,
    disagreements,
    hardest,
    conditions: given.conditions,
  });
  await writePage(join(folder, comparisonFiles.report), page);
}

/** Predictions files usually have the same name, so their folder is shown too. */
const shortName = (source: string): string =>
  /\.csv$/i.test(source) ? source.split(/[\\/]/).slice(-2).join('/') : basename(source);

async function hardFaces({ faces, dataset, pictures }: WrittenComparison): Promise<readonly HardFace[]> {
  const { ids, classes, labels, first, second, firstConfidence, secondConfidence, groups } = faces;
  const models = [
    { predicted: first, confidence: firstConfidence },
    { predicted: second, confidence: secondConfidence },
  ];
  const hard = hardestFaces(labels, models, hardFaceCount, groups);
  const images =
    dataset && pictures
      ? await facePictures(
          dataset.samples,
          hard.map((face) => ids[face]!),
        )
      : undefined;
  return hard.map((face) => ({
    id: ids[face]!,
    label: classes[labels[face]!]!,
    answers: models.map(({ predicted, confidence }, index) => ({
      by: index === 0 ? 'A' : 'B',
      predicted: classes[predicted[face]!]!,
      confidence: confidence?.[face],
    })),
    image: images?.get(ids[face]!),
  }));
}
