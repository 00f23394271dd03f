// Faces and prototypes in the plane of most variance; with how much of the variance they show.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Figure } from '../../components/figure.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import { Chart } from '../../project/chart.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { PlaneView } from '../../work/tasks/project/plane.ts';
import { sentencesOf } from '../../work/work-failure.ts';

type Words = readonly (readonly (readonly [string, number])[])[];

export function Plane({ studio, source }: { readonly studio: Studio; readonly source: string }) {
  const found = useSignal<{ readonly plane: PlaneView; readonly words: Words } | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  useEffect(() => {
    let going = true;
    found.value = undefined;
    failure.value = undefined;
    const look = async () => {
      try {
        const work = await studio.project.work();
        const plane = await work.call('plane', { source });
        const words = await work.call('words', { source });
        if (going) found.value = { plane, words };
      } catch (error) {
        if (going) failure.value = error;
      }
    };
    void look();
    return () => {
      going = false;
    };
  }, [studio, source, found, failure]);
  if (failure.value !== undefined) return <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>;
  const { value } = found;
  if (value === undefined) return null;
  const { plane, words } = value;
  const share = Math.round((plane.explained[0] + plane.explained[1]) * 100);
  return (
    <section aria-label="Prototypes">
      <Figure
        caption={`Faces and the mean of each class in a plane that shows ${share} % of how faces differ; ${plane.shown === plane.of ? `all ${plane.of}` : `${plane.shown} of ${plane.of}`} labelled faces are drawn.`}
        table={{
          columns: ['What', 'Value'],
          rows: [
            ['Variance shown', `${share} %`],
            ['Faces drawn', plane.shown],
            ['Labelled faces', plane.of],
          ],
        }}
      >
        <Chart svg={plane.svg} />
      </Figure>
      {words.length > 0 && (
        <details>
          <summary>Nearest words of the prompts</summary>
          <p class="quiet">
            The vocabulary entry nearest to each learnt token, with its cosine; near 0 it is merely the least
            dissimilar.
          </p>
          <ul>
            {words.map((own, index) => (
              <li key={own.map(([word]) => word).join(' ') + String(index)}>
                {own.map(([word, cosine]) => `${word} ${cosine.toFixed(2)}`).join(', ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
