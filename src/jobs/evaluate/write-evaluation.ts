// Writes an evaluation to a folder: a page with its charts, the scores as JSON, and the predictions.
import { basename, join } from 'node:path';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import type { Sample } from '../../data/dataset.ts';
import { hardFaces } from '../../evaluate/hard-faces.ts';
import { type Judgement, judgementRecord } from '../../evaluate/judgement.ts';
import { predictionsCsv } from '../../evaluate/predictions-file.ts';
import type { RunReport } from '../../evaluate/run-report.ts';
import { abstentionCurve } from '../../metrics/abstention.ts';
import { environment } from '../../platform/node/environment.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { renderReport } from '../../report/pages/run-page.ts';
import { calibrationOf, dataSummary } from '../../train/summarise-run.ts';
import { facePictures, pageNotice } from '../face-pictures.ts';
import { requireNoRun } from '../require-no-run.ts';
import { writePage } from '../write-page.ts';

/** File names in the folder; plots have a subfolder. */
export const evaluationFiles = {
  report: 'report.html',
  scores: 'evaluation.json',
  predictions: 'predictions.csv',
} as const;

/** Creates the folder before any work is done. @throws MpaferError `run` when it holds a training run, `disk` */
export async function openEvaluationFolder(path: string): Promise<void> {
  await requireNoRun(path, 'an evaluation');
  await makeFolder(path);
}

/** Writes the files. @param samples the evaluated faces, if the page may show them @throws MpaferError `disk` */
export async function writeEvaluation(
  folder: string,
  found: Judgement,
  samples: readonly Sample[] | undefined,
): Promise<void> {
  const named = hardFaces(found.calibratedPredictions).map(({ id }) => id);
  const report = evaluationReport(found, samples && (await facePictures(samples, named)));
  await writeFile(join(folder, evaluationFiles.scores), json(judgementRecord(found)));
  await writeFile(join(folder, evaluationFiles.predictions), predictionsCsv(found.calibratedPredictions));
  await writePage(join(folder, evaluationFiles.report), renderReport(report));
}

function evaluationReport(found: Judgement, pictures: ReadonlyMap<string, string> | undefined): RunReport {
  const { dataset, split, evaluation, interval, temperature, predictions, groupTables, abstention, conformal } = found;
  const name = basename(found.run);
  const pageSays = pageNotice(dataset.drawn === true, pictures !== undefined && pictures.size > 0);
  const notice = [found.warning, pageSays].filter((text) => text !== undefined).join('. ');
  return {
    title: `${name} on ${dataset.name}`,
    subtitle: `${plural(evaluation.n, 'face')} ${split === 'all' ? 'of all splits' : `of the split “${split}”`}, ${predictions.classes.length} expressions`,
    ...(notice !== '' && { notice }),
    configuration: {
      run: name,
      clip: basename(found.clip),
      split,
      temperature,
      temperatureFrom: found.temperatureFrom,
    },
    environment: environment(),
    data: dataSummary(dataset),
    epochs: [],
    evaluations: [{ name, split, evaluation, interval }],
    abstention: abstentionCurve(found.calibratedPredictions),
    calibration: calibrationOf(predictions, temperature, found.temperatureFrom),
    ...(abstention && { abstentionRule: abstention }),
    ...(conformal && { conformal }),
    ...(groupTables.length > 0 && { groups: groupTables }),
    hardest: hardFaces(found.calibratedPredictions, pictures),
  };
}
