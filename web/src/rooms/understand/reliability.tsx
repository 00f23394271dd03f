// Whether "80 % sure" is right 80 % of the time.

import { Figure } from '../../components/figure.tsx';
import { percent } from '../../components/percent.ts';
import { Chart } from '../../project/chart.tsx';
import type { Judged } from '../../work/tasks/project/judge.ts';

export function Reliability({ judged }: { readonly judged: Judged }) {
  const { bins, ece, charts } = judged;
  const mean = bins.reduce((sum, bin) => sum + (bin.n === 0 ? 0 : bin.n * (bin.confidence - bin.accuracy)), 0);
  const lean =
    ece < 0.03
      ? 'It is as sure as it is right'
      : mean > 0
        ? 'It is surer than it is right'
        : 'It is right more often than it is sure';
  return (
    <section aria-label="Reliability">
      <Figure
        caption={`${lean}: confidence and accuracy differ by ${percent(ece)} on average.`}
        table={{
          columns: ['Confidence', 'Faces', 'Mean confidence', 'Right'],
          rows: bins.map(({ lower, upper, n, confidence, accuracy }) => [
            `${percent(lower)} to ${percent(upper)}`,
            n,
            percent(confidence),
            percent(accuracy),
          ]),
        }}
      >
        <Chart svg={charts.reliability} />
      </Figure>
    </section>
  );
}
