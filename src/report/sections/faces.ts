// Example faces with their predictions, probabilities and maps of what speaks for them.
import { type Explanation, mapDescriptions } from '../../evaluate/explanation.ts';
import { shareWords } from '../../evaluate/explanation-words.ts';
import type { MapVerdict } from '../../evaluate/faithfulness-record.ts';
import type { FaceRecord, RunReport } from '../../evaluate/run-report.ts';
import { inlineChart } from '../charts/chart.ts';
import { explanationMap, mapScale } from '../charts/explanation-map.ts';
import { heatMap } from '../charts/heat-map.ts';
import { type Markup, markup } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import { section } from './section.ts';

export function facesSection(run: RunReport): Markup | undefined {
  const { faces = [], mapVerdict } = run;
  if (faces.length === 0) return undefined;
  const explanations = faces.flatMap(({ explanation }) => explanation ?? []);
  const signed = explanations.some(({ method }) => mapDescriptions[method].signed);
  const scale = mapScale(
    explanations.map(({ map }) => map),
    signed,
  );
  return section({
    id: 'faces',
    title: 'Example faces',
    lead:
      explanations.length > 0
        ? leadOf(explanations[0]!, mapVerdict)
        : 'Contour lines mark the patches most similar to the text of the predicted class.',
    body: markup`<ul class="faces">${faces.map((face) => card(face, run.data.classes, scale))}</ul>`,
  });
}

/** What the maps show, how far they can be trusted, and what they leave out. */
function leadOf(explanation: Explanation, verdict: MapVerdict | undefined): string {
  const { about } = mapDescriptions[explanation.method];
  const trust =
    verdict === undefined || verdict.verdict === 'not measured'
      ? 'Whether such maps are true of this run was not measured; mpafer faithfulness measures it'
      : `Tests: ${verdict.text}`;
  return `Each map: ${about}. Solid contours speak for the class, dashed ones against it; all maps have one scale. ${shareWords(explanation)}. ${trust}.`;
}

function card(
  { image, label, predicted, probabilities, heat, explanation }: FaceRecord,
  classes: readonly string[],
  scale: readonly [number, number],
): Markup {
  const named = (index: number) => classes[index] ?? `class ${index}`;
  const isWrong = label !== undefined && label !== predicted;
  const verdict =
    label === undefined ? 'no label' : isWrong ? markup`✗ labelled <strong>${named(label)}</strong>` : '✓ as labelled';
  const caption = {
    title: `${named(predicted)}, ${percent(probabilities[predicted])}`,
    description: label === undefined ? 'A face without a label' : `A face labelled ${named(label)}`,
  };
  const svg =
    explanation === undefined
      ? heatMap({ ...caption, image, heat })
      : explanationMap({ ...caption, image, map: explanation.map, scale, ...mapDescriptions[explanation.method] });
  const likely = probabilities
    .map((probability, index) => ({ probability, index }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, 3);
  return markup`<li class="face${isWrong && ' wrong'}">${inlineChart(svg)}<p>${verdict}</p><dl>${likely.map(
    ({ probability, index }) =>
      markup`<div><dt>${named(index)}</dt><dd>${percent(probability)}</dd><i style="width:${Math.round(Math.min(Math.max(probability, 0), 1) * 1000) / 10 || 0}%"></i></div>`,
  )}</dl>${explanation !== undefined && markup`<p>Margin over ${explanation.against}: ${percent(1 - explanation.margin.localShare)} from the whole face, ${percent(explanation.margin.localShare)} from the best patches</p>`}</li>`;
}
