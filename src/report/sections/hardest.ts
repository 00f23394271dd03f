// The faces misclassified with the highest confidence: as pictures where they may be shown, otherwise by name.
import type { HardFace, ModelAnswer } from '../../evaluate/run-report.ts';
import { inlineChart } from '../charts/chart.ts';
import { heatMap } from '../charts/heat-map.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { section, table } from './section.ts';

export function hardestSection(faces: readonly HardFace[], lead: string): Markup | undefined {
  const [first] = faces;
  if (first === undefined) return undefined;
  const names = table(
    ['Face', 'Label', ...first.answers.map(({ by }) => by ?? 'Predicted')],
    faces.map(({ id, label, answers }) => [id, label, ...answers.map(answerText)]),
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

const answerText = ({ predicted, confidence }: ModelAnswer): string =>
  confidence === undefined ? predicted : `${predicted}, ${percent(confidence)}`;

function card({ id, label, answers, image }: HardFace): Markup {
  const picture =
    image !== undefined && inlineChart(heatMap({ title: label, description: `A face labelled ${label}`, image }));
  return markup`<li class="face wrong">${picture}<p>✗ labelled <strong>${label}</strong></p><dl>${answers.map(
    ({ by, predicted, confidence }) =>
      markup`<div><dt>${by !== undefined && `${by}: `}${predicted}</dt><dd>${confidence !== undefined && percent(confidence)}</dd></div>`,
  )}</dl><small>${id}</small></li>`;
}
