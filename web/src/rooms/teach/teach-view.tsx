// The Teach room: its project, its classes, and one step at a time.
import './teach.css';
import { useEffect } from 'preact/hooks';
import { StatusLine } from '../../components/status-line.tsx';
import { ProjectBar } from '../../project/project-bar.tsx';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { AddFaces } from './add-faces.tsx';
import { ClassCards } from './class-cards.tsx';
import { FaceCheck } from './face-check.tsx';
import { FaceGrid } from './face-grid.tsx';
import { HeadCard } from './head-card.tsx';
import { LabelMode } from './label-mode.tsx';
import { Notice } from './notice.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { SharePanel } from './share-panel.tsx';
import { followHead } from './teach-state.ts';
import { TrainPanel } from './train-panel.tsx';

const steps = [
  { id: 'faces', title: 'Faces' },
  { id: 'label', title: 'Label' },
  { id: 'train', title: 'Train' },
  { id: 'people', title: 'People' },
  { id: 'share', title: 'Share' },
] as const;

export function TeachView({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  useEffect(() => {
    store.open().catch(() => {});
    followHead(store);
  }, [store]);
  const { value: state } = store.state;
  const step = steps.find(({ id }) => id === studio.route.value.parameters.step)?.id ?? 'faces';
  return (
    <div class={state.kind === 'open' || state.kind === 'failed' ? 'teach' : 'teach filling'}>
      <header class="teach-head">
        <h1>Teach</h1>
        <p class="teach-lead">
          Name what you want to tell apart, show some faces of each, and it answers at once. Everything stays in this
          browser until you save it elsewhere.
        </p>
      </header>
      {state.kind === 'failed' && <StatusLine kind="bad">{sentencesOf(state.error).join('. ')}</StatusLine>}
      {state.kind === 'open' && (
        <>
          <ProjectBar studio={studio} />
          {state.readOnly && (
            <StatusLine kind="unsure">
              Another tab has this project open: this one only shows it, and takes over when the other is closed.
            </StatusLine>
          )}
          <Notice store={store} />
          <div class={store.project.value.classes.length === 0 ? 'teach-columns without-classes' : 'teach-columns'}>
            <div class="teach-side">
              <ClassCards studio={studio} />
              <HeadCard studio={studio} />
            </div>
            <div class="teach-main">
              <nav class="teach-steps" aria-label="Steps of teaching">
                {steps.map(({ id, title }) => (
                  <a key={id} href={`#teach?step=${id}`} aria-current={step === id ? 'step' : undefined}>
                    {title}
                  </a>
                ))}
              </nav>
              {step === 'faces' && (
                <>
                  <AddFaces studio={studio} />
                  <FaceCheck studio={studio} />
                  <FaceGrid studio={studio} />
                </>
              )}
              {step === 'label' && <LabelMode studio={studio} />}
              {step === 'train' && <TrainPanel studio={studio} />}
              {step === 'people' && <PeoplePanel studio={studio} />}
              {step === 'share' && <SharePanel studio={studio} />}
            </div>
          </div>
        </>
      )}
    </div>
  );
}
