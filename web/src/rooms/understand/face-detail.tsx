// One face: what is said of it, maps of why side by side, what changes when a region is covered, and the faces that are most alike.
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { ProbabilityBars } from '../../components/probability-bars.tsx';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import { FaceImage } from '../../project/face-image.tsx';
import { SingleKeysSwitch, useSingleKeys } from '../../project/single-keys.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { WhyFace } from '../../work/tasks/project/explain.ts';
import type { Judged } from '../../work/tasks/project/judge.ts';
import type { NearFace } from '../../work/tasks/project/nearest.ts';
import { isStopped, sentencesOf } from '../../work/work-failure.ts';
import { chosenFace } from './chosen-face.ts';
import { FaceMaps } from './face-maps.tsx';

/** As src/explain names them; keys 1 to 7. */
const regions = ['brows', 'eyes', 'nose', 'cheeks', 'mouth', 'jaw', 'background'] as const;

type Region = (typeof regions)[number];

interface Covered {
  readonly expression: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

const covered = signal<ReadonlySet<Region>>(new Set());

export function FaceDetail({ studio, judged }: { readonly studio: Studio; readonly judged: Judged }) {
  const { source, paths, labels, classes } = judged;
  const path =
    chosenFace.value !== undefined && paths.includes(chosenFace.value) ? chosenFace.value : paths[firstOf(judged)];
  const why = useSignal<WhyFace | undefined>(undefined);
  const near = useSignal<readonly NearFace[]>([]);
  const changed = useSignal<Covered | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  useEffect(() => {
    if (path === undefined) return;
    let going = true;
    why.value = undefined;
    near.value = [];
    failure.value = undefined;
    covered.value = new Set();
    const look = async () => {
      try {
        const work = await studio.project.work();
        const found = await work.call('explain', { source, path });
        if (!going) return;
        why.value = found;
        const alike = await work.call('near', { path });
        if (going) near.value = alike;
      } catch (error) {
        if (going && !isStopped(error)) failure.value = error;
      }
    };
    void look();
    return () => {
      going = false;
    };
  }, [studio, source, path, why, near, failure]);
  const key = [...covered.value].join(' ');
  useEffect(() => {
    if (path === undefined) return;
    changed.value = undefined;
    if (key === '') return;
    let going = true;
    const look = async () => {
      const found = await (await studio.project.work())
        .call('cover', { source, path, regions: key.split(' ') as Region[] })
        .catch((error: unknown) => {
          failure.value = error;
          return undefined;
        });
      if (going) {
        changed.value = found;
        if (found !== undefined) studio.announce(`Without ${key.split(' ').join(' and ')}: ${found.expression}`);
      }
    };
    void look();
    return () => {
      going = false;
    };
  }, [studio, source, path, key, changed, failure]);
  const label = path === undefined ? '' : classes[labels[paths.indexOf(path)]!]!;
  const toggle = (region: Region) => {
    const next = new Set(covered.value);
    if (!next.delete(region)) next.add(region);
    covered.value = next;
  };
  const press = (event: KeyboardEvent) => {
    const region = /^[1-7]$/.test(event.key) ? regions[Number(event.key) - 1] : undefined;
    if (region === undefined) return;
    event.preventDefault();
    toggle(region);
  };
  useSingleKeys(press);
  if (path === undefined) return null;
  const { value: found } = why;
  const shown = changed.value ?? found;
  return (
    <section aria-labelledby="understand-face" class="understand-detail">
      <h2 id="understand-face">One face</h2>
      {failure.value !== undefined && <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>}
      <div class="understand-face">
        <FaceImage store={studio.project} path={path} size={144} alt={`Face labelled ${label}`} />
        <div>
          <p>
            Labelled <strong>{label}</strong>
            {shown !== undefined && (
              <>
                , recognised as <strong data-recognised={shown.expression}>{shown.expression}</strong>
                {changed.value !== undefined && ` without ${key.split(' ').join(' and ')}`}
              </>
            )}
            .
          </p>
          {shown !== undefined && (
            <ProbabilityBars
              classes={Object.keys(shown.probabilities)}
              values={shown.probabilities}
              beside={changed.value && found?.probabilities}
            />
          )}
        </div>
      </div>
      {found === undefined && failure.value === undefined && <Progress label="Looking for reasons" />}
      {found !== undefined && (
        <>
          <h3 id="understand-cover">Cover a region and see the answer change</h3>
          <div class="buttons">
            {regions.map((region, index) => (
              <Button
                key={region}
                pressed={covered.value.has(region)}
                keys={String(index + 1)}
                onClick={() => toggle(region)}
              >
                {region}
              </Button>
            ))}
            <SingleKeysSwitch />
          </div>
          <FaceMaps studio={studio} path={path} why={found} />
        </>
      )}
      {near.value.length > 0 && (
        <>
          <h3>Faces that are most alike</h3>
          <ul class="understand-faces">
            {near.value.map((face) => (
              <li key={face.path}>
                <button
                  type="button"
                  disabled={!paths.includes(face.path)}
                  aria-label={`Face of ${face.label ?? 'no label'}, cosine ${face.cosine.toFixed(2)}: explain it`}
                  onClick={() => (chosenFace.value = face.path)}
                >
                  <FaceImage store={studio.project} path={face.path} size={56} />
                  <small>{face.label ?? 'no label'}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** The most confident mistake; where there is none, the first face. */
function firstOf({ labels, predicted, confidence }: Judged): number {
  let best = 0;
  let most = -1;
  labels.forEach((label, index) => {
    if (label !== predicted[index] && confidence[index]! > most) [best, most] = [index, confidence[index]!];
  });
  return best;
}
