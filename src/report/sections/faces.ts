// Example faces with their predictions, probabilities and the patches that the prediction rests on.
import type { FaceRecord, RunReport } from '../../evaluate/run-report.ts';
import { inlineChart } from '../charts/chart.ts';
import { heatMap } from '../charts/heat-map.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { section } from './section.ts';

export function facesSection(run: RunReport): Markup | undefined {
  const { faces = [] } = run;
  if (faces.length === 0) return undefined;
  return section({
    id: 'faces',
    title: 'Example faces',
    lead: 'Contour lines mark the patches most similar to the text of the predicted class.',
    body: markup`<ul class="faces">${faces.map((face) => card(face, run.data.classes))}</ul>`,
  });
}

function card({ image, label, predicted, probabilities, heat }: FaceRecord, classes: readonly string[]): Markup {
  const named = (index: number) => classes[index] ?? `class ${index}`;
  const isWrong = label !== undefined && label !== predicted;
  const verdict =
    label === undefined ? 'no label' : isWrong ? markup`✗ labelled <strong>${named(label)}</strong>` : '✓ as labelled';
  const svg = heatMap({
    title: `${named(predicted)}, ${percent(probabilities[predicted])}`,
    description: label === undefined ? 'A face without a label' : `A face labelled ${named(label)}`,
    image,
    heat,
  });
  const likely = probabilities
    .map((probability, index) => ({ probability, index }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, 3);
  return markup`<li class="face${isWrong && ' wrong'}">${inlineChart(svg)}<p>${verdict}</p><dl>${likely.map(
    ({ probability, index }) =>
      markup`<div><dt>${named(index)}</dt><dd>${percent(probability)}</dd><i style="width:${Math.round(Math.min(Math.max(probability, 0), 1) * 1000) / 10 || 0}%"></i></div>`,
  )}</dl></li>`;
}
