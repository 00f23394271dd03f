// The report of a run: one HTML file that asks nothing of any network, with the numbers first.

import type { RunReport } from '../../evaluate/run-report.ts';
import type { Markup } from '../markup.ts';
import { calibrationSection } from '../sections/calibration.ts';
import { conformalSection } from '../sections/conformal.ts';
import { evolutionSection } from '../sections/evolution.ts';
import { facesSection } from '../sections/faces.ts';
import { groupsSection } from '../sections/groups.ts';
import { hardestSection } from '../sections/hardest.ts';
import { dataSection, honestySection, recordSection } from '../sections/record.ts';
import { confusionSection, headlineNumbers, resultSection } from '../sections/result.ts';
import { promptSection, trainingSection } from '../sections/training.ts';
import { page } from './page.ts';

const hardestLead =
  'Wrong, and sure of it: by falling confidence, each person once. Some will be wrong labels, some pictures that nobody could name.';

/**
 * A self-contained page of everything a run left behind. Parts of which the run has nothing are left out.
 *
 * @returns HTML
 * @throws MpaferError `image` when a face is not a data URL
 */
export function renderReport(run: RunReport): string {
  const parts: readonly (readonly [string, Markup | undefined])[] = [
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
    ['Limits', honestySection()],
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
