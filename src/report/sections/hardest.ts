// The faces that are wrong with the most confidence: as pictures where they may be shown, else by their names.

import type { HardFace, ModelAnswer } from '../../evaluate/run-report.ts';
import { inlineChart } from '../charts/chart.ts';
import { heatMap } from '../charts/heat-map.ts';
import { percent } from '../figures.ts';
import { type Markup, markup } from '../markup.ts';
import { section, table } from './section.ts';

export function hardestSection(faces: readonly HardFace[], lead: string): Markup | undefined {
  const [first] = faces;
  if (first === undefined) return undefined;
  const names = table(
    ['Face', 'Label', ...first.answers.map(({ by }) => by ?? 'Predicted')],
    faces.map(({ id, label, answers }) => [id, label, ...answers.map(said)]),
    'words',
  );
  const shown = faces.some(({ image }) => image !== undefined);
  return section({
    id: 'hardest',
    title: 'Hardest faces',
    lead,
    body: shown ? markup`<ul class="faces">${faces.map(card)}</ul>` : names,
  });
}

const said = ({ predicted, confidence }: ModelAnswer): string =>
  confidence === undefined ? predicted : `${predicted}, ${percent(confidence)}`;

function card({ id, label, answers, image }: HardFace): Markup {
  const picture =
    image !== undefined && inlineChart(heatMap({ title: label, description: `A face labelled ${label}`, image }));
  return markup`<li class="face wrong">${picture}<p>✗ labelled <strong>${label}</strong></p><dl>${answers.map(
    ({ by, predicted, confidence }) =>
      markup`<div><dt>${by !== undefined && `${by}: `}${predicted}</dt><dd>${confidence !== undefined && percent(confidence)}</dd></div>`,
  )}</dl><small>${id}</small></li>`;
}
