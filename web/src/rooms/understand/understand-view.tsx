// The Understand room: scores and confusion first, then reliability, groups, and one face in detail.
import './understand.css';
import { useEffect } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { percent } from '../../components/percent.ts';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { Judged } from '../../work/tasks/project/judge.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { ConfusionTable } from './confusion-table.tsx';
import { Coverage } from './coverage.tsx';
import { FaceDetail } from './face-detail.tsx';
import { Groups } from './groups.tsx';
import { judge, judgement } from './judgement.ts';
import { Plane } from './plane.tsx';
import { Reliability } from './reliability.tsx';

export function UnderstandView({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const source = studio.route.value.parameters.of ?? 'head';
  const open = store.state.value.kind === 'open';
  const labelled = store.faces.value.filter(({ label }) => label !== undefined).length;
  useEffect(() => {
    store.open().catch(() => {});
  }, [store]);
  useEffect(() => {
    if (open && labelled > 1) void judge(studio, source);
  }, [studio, source, open, labelled]);
  const { value: state } = judgement;
  const { kind: projectIs } = store.state.value;
  const isFilling =
    projectIs === 'closed' || projectIs === 'opening' || (open && labelled > 1 && state.kind === 'judging');
  const finished = store.runs.value.filter((run) => run.finished);
  return (
    <div class={isFilling ? 'understand filling' : 'understand'}>
      <header>
        <h1>Understand</h1>
        <p class="understand-lead">How good it is on faces that it has not seen, for whom, and what it looks at.</p>
      </header>
      {open && labelled > 1 ? (
        <>
          <label class="understand-source">
            Recogniser
            <select value={source} onChange={(event) => studio.setParameters({ of: event.currentTarget.value })}>
              <option value="head">instant head of {store.project.value.name}</option>
              {finished.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          {state.kind === 'judging' && <Progress label="Judging faces that it has not seen" />}
          {state.kind === 'failed' && <StatusLine kind="bad">{sentencesOf(state.error).join('. ')}</StatusLine>}
          {state.kind === 'judged' && state.judged.source === source && (
            <Judgement studio={studio} judged={state.judged} />
          )}
        </>
      ) : (
        open && (
          <EmptyState
            title="Nothing to understand yet"
            lead="Label some faces in Teach: what is learnt there is judged here."
          >
            <Button kind="primary" onClick={() => studio.goTo('teach')}>
              Go to Teach
            </Button>
          </EmptyState>
        )
      )}
    </div>
  );
}

function Judgement({ studio, judged }: { readonly studio: Studio; readonly judged: Judged }) {
  const range = ([low, high]: readonly [number, number]) =>
    Number.isNaN(low) ? 'too few people or bursts for an interval' : `${percent(low)} to ${percent(high)}`;
  return (
    <>
      <section class="understand-scores" aria-label="Scores">
        <p>
          <strong data-war={judged.war}>{percent(judged.war)}</strong> right{' '}
          <small>95 %: {range(judged.warInterval)}</small>
        </p>
        <p>
          <strong>{percent(judged.uar)}</strong> mean recall <small>95 %: {range(judged.uarInterval)}</small>
        </p>
        <p class="quiet">{judged.how}.</p>
      </section>
      <div class="understand-columns">
        <div class="understand-column">
          <ConfusionTable studio={studio} judged={judged} />
          <Coverage studio={studio} judged={judged} />
          <Reliability judged={judged} />
          <Groups judged={judged} />
        </div>
        <div class="understand-column">
          <FaceDetail studio={studio} judged={judged} />
          <Plane studio={studio} source={judged.source} />
        </div>
      </div>
    </>
  );
}
