// The report of a run as one self-contained HTML page, with the headline numbers first.
import type { RunReport } from '../../evaluate/run-report.ts';
import { calibrationSection } from '../sections/calibration.ts';
import { conformalSection } from '../sections/conformal.ts';
import { evolutionSection } from '../sections/evolution.ts';
import { facesSection } from '../sections/faces.ts';
import { groupsSection } from '../sections/groups.ts';
import { hardestSection } from '../sections/hardest.ts';
import { limitsSection } from '../sections/limits.ts';
import { photosSection } from '../sections/photos.ts';
import { dataSection, recordSection } from '../sections/record.ts';
import { confusionSection, headlineNumbers, resultSection } from '../sections/result.ts';
import { promptSection, trainingSection } from '../sections/training.ts';
import type { Markup } from '../text/markup.ts';
import { page } from './page.ts';

const hardestLead =
  'Misclassified faces in order of decreasing confidence, at most one per person. Some may be mislabelled; others may be ambiguous even to people.';

/**
 * Renders a self-contained page of everything that is known about a run. Sections without data are omitted.
 *
 * @returns HTML
 * @throws MpaferError `image` when a face or photo is not a data URL
 * @example
 * ```ts no-run (needs the record of a run)
 * import { writeFile } from 'node:fs/promises';
 * import { renderReport } from 'mpafer';
 * declare const record: Parameters<typeof renderReport>[0];
 * await writeFile('report.html', renderReport(record));
 * ```
 */
export function renderReport(run: RunReport): string {
  const parts: readonly (readonly [string, Markup | undefined])[] = [
    ['Photos', photosSection(run)],
    ['Result', resultSection(run)],
    ['Confusion', confusionSection(run)],
    ['Training', trainingSection(run)],
    ['Calibration', calibrationSection(run)],
    ['Sets', conformalSection(run)],
    ['Groups', groupsSection(run)],
    ['Prompts', promptSection(run)],
    ['Evolution', evolutionSection(run)],
    ['Faces', facesSection(run)],
    ['Hardest', hardestSection(run.hardest ?? [], hardestLead)],
    ['Data', dataSection(run)],
    ['Record', recordSection(run)],
    ['Limits', limitsSection()],
  ];
  return page({
    title: run.title,
    subtitle: run.subtitle,
    notice: run.notice,
    head: headlineNumbers(run),
    parts,
    footer: `Data: ${run.data.name}.`,
  });
}
