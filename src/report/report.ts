// The report of a run: one HTML file that asks nothing of any network, with the numbers first.
import { type Markup, markup, trusted } from './markup.ts';
import { pageStyle } from './page-style.ts';
import type { RunReport } from './run-report.ts';
import { calibrationSection } from './sections/calibration.ts';
import { conformalSection } from './sections/conformal.ts';
import { evolutionSection } from './sections/evolution.ts';
import { facesSection } from './sections/faces.ts';
import { groupsSection } from './sections/groups.ts';
import { dataSection, honestySection, recordSection } from './sections/record.ts';
import { confusionSection, headlineNumbers, resultSection } from './sections/result.ts';
import { promptSection, trainingSection } from './sections/training.ts';

/** No script and nothing from elsewhere: a browser refuses what a report should not hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

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
    ['Data', dataSection(run)],
    ['Record', recordSection(run)],
    ['Limits', honestySection()],
  ];
  const shown = parts.filter(([, part]) => part !== undefined);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${run.title}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
<header>
<h1>${run.title}</h1>
<p class="subtitle">${run.subtitle}</p>
${run.notice !== undefined && markup`<p class="notice" role="note">${run.notice}</p>`}
<nav aria-label="Parts">${shown.map(([name]) => markup`<a href="#${name.toLowerCase()}">${name}</a>`)}</nav>
${headlineNumbers(run)}
</header>
<main>
${shown.map(([, part]) => part)}
</main>
<footer class="quiet">Data: ${run.data.name}. Made by mpafer; self-contained, without scripts.</footer>
</body>
</html>
`.markup;
}
