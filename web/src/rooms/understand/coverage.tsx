// What abstaining buys: a slider for the share of faces that get an answer.

import { Figure } from '../../components/figure.tsx';
import { percent } from '../../components/percent.ts';
import { Chart } from '../../project/chart.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { Judged } from '../../work/tasks/project/judge.ts';

export function Coverage({ studio, judged }: { readonly studio: Studio; readonly judged: Judged }) {
  const { curve, charts } = judged;
  const wanted = Math.min(100, Math.max(1, Number(studio.route.value.parameters.coverage ?? 80) || 80));
  const point = curve.find(({ coverage }) => coverage >= wanted / 100) ?? curve.at(-1);
  if (point === undefined) return null;
  const sentence = `Answering the ${percent(point.coverage)} of faces that it is surest of, it gets ${percent(point.accuracy)} right; it says "unsure" below ${percent(point.threshold)}.`;
  const stride = Math.max(1, Math.ceil(curve.length / 100));
  return (
    <section aria-label="Coverage">
      <Figure
        caption={sentence}
        table={{
          columns: ['Faces answered', 'Right', 'Confidence needed'],
          rows: curve
            .filter((_, index) => index % stride === 0 || index === curve.length - 1)
            .map(({ coverage, accuracy, threshold }) => [percent(coverage), percent(accuracy), percent(threshold)]),
        }}
      >
        <Chart svg={charts.coverage} />
      </Figure>
      <label class="understand-slider">
        Faces that get an answer: {wanted} %
        <input
          type="range"
          min={1}
          max={100}
          value={wanted}
          onInput={(event) => studio.setParameters({ coverage: event.currentTarget.value })}
        />
      </label>
    </section>
  );
}
