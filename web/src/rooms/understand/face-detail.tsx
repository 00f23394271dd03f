// One face: what it is recognised as, maps of why side by side, what changes when a region is covered, and the faces that are most alike.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ProbabilityBars } from '../../components/probability-bars.tsx';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import { FaceImage } from '../../project/face-image.tsx';
import { Pixels } from '../../project/pixels.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { WhyFace } from '../../work/tasks/project/explain.ts';
import type { Judged } from '../../work/tasks/project/judge.ts';
import type { NearFace } from '../../work/tasks/project/nearest.ts';
import { isStopped, sentencesOf } from '../../work/work-failure.ts';
import { chosenFace } from './chosen-face.ts';
import { FaceMaps } from './face-maps.tsx';
import { useWhatIf, WhatIf } from './what-if.tsx';

export function FaceDetail({ studio, judged }: { readonly studio: Studio; readonly judged: Judged }) {
  const { source, paths, labels, classes } = judged;
  const path =
    chosenFace.value !== undefined && paths.includes(chosenFace.value) ? chosenFace.value : paths[firstOf(judged)];
  const why = useSignal<WhyFace | undefined>(undefined);
  const near = useSignal<readonly NearFace[]>([]);
  const failure = useSignal<unknown>(undefined);
  useEffect(() => {
    if (path === undefined) return;
    let going = true;
    why.value = undefined;
    near.value = [];
    failure.value = undefined;
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
  const changed = useWhatIf(studio, source, path, (error) => {
    failure.value = error;
  });
  const label = path === undefined ? '' : classes[labels[paths.indexOf(path)]!]!;
  if (path === undefined) return null;
  const { value: found } = why;
  const shown = changed.value ?? found;
  return (
    <section aria-labelledby="understand-face" class="understand-detail">
      <h2 id="understand-face">One face</h2>
      {failure.value !== undefined && <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>}
      <div class="understand-face">
        {changed.value === undefined ? (
          <FaceImage store={studio.project} path={path} size={144} alt={`Face labelled ${label}`} />
        ) : (
          <Pixels picture={changed.value.picture} size={144} alt={`The face ${changed.value.words}`} />
        )}
        <div>
          <p>
            Labelled <strong>{label}</strong>
            {shown !== undefined && (
              <>
                , recognised as <strong data-recognised={shown.expression}>{shown.expression}</strong>
                {changed.value !== undefined && ` ${changed.value.words}`}
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
          <WhatIf />
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
