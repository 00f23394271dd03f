// Trains prompts in the tab, and says whether that was worth it: on held-out faces, against the instant head.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Figure } from '../../components/figure.tsx';
import { percent } from '../../components/percent.ts';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import type { Preset } from '../../work/tasks/project/train-run.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { SplitPicture } from './split-picture.tsx';
import {
  compare,
  comparing,
  comparison,
  epochs,
  loss,
  notes,
  pause,
  savedStep,
  training,
  trainPrompts,
} from './training.ts';
import { Verdict } from './verdict.tsx';

const presets: readonly { readonly id: Preset; readonly title: string; readonly about: string }[] = [
  { id: 'quick', title: 'Quick', about: '6 epochs: minutes for a few hundred faces' },
  { id: 'normal', title: 'Normal', about: '30 epochs' },
  { id: 'paper', title: 'As in the paper', about: '120 epochs: hours for thousands of faces' },
];

export function TrainPanel({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const preset = useSignal<Preset>('quick');
  const { value: state } = training;
  const busy = state.kind === 'running' || state.kind === 'pausing';
  const { value: opened } = store.state;
  const isReader = opened.kind === 'open' && opened.readOnly;
  const runs = store.runs.value;
  const open = runs.filter(({ finished }) => !finished);
  const nextName = () => {
    const used = new Set(runs.map(({ name }) => name));
    let count = 1;
    while (used.has(`prompts-${count}`)) count++;
    return `prompts-${count}`;
  };
  useEffect(() => {
    void store.refreshRuns();
  }, [store]);
  return (
    <section aria-labelledby="teach-train">
      <h2 id="teach-train">Train prompts</h2>
      <p class="teach-lead">
        The instant head needs no training. Trained prompts may be better, and have to prove it: both are scored on
        faces of people and bursts that neither has seen.
      </p>
      <SplitPicture studio={studio} />
      <fieldset class="teach-presets" disabled={busy}>
        <legend>How long</legend>
        {presets.map(({ id, title, about }) => (
          <label key={id}>
            <input type="radio" name="preset" checked={preset.value === id} onChange={() => (preset.value = id)} />
            <span>
              <strong>{title}</strong> <small>{about}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="buttons">
        <Button
          kind="primary"
          disabled={busy || isReader}
          onClick={() => void trainPrompts(studio, nextName(), preset.value)}
        >
          Train prompts
        </Button>
        {busy && (
          <Button busy={state.kind === 'pausing'} onClick={() => void pause(studio)}>
            Pause
          </Button>
        )}
        {!busy &&
          open.map(({ name }) => (
            <Button key={name} disabled={isReader} onClick={() => void trainPrompts(studio, name, preset.value)}>
              Resume {name}
            </Button>
          ))}
      </div>
      <RunState />
      {notes.value.map((text) => (
        <StatusLine key={text} kind="unsure">
          {text}
        </StatusLine>
      ))}
      {epochs.value.length > 0 && <Curves />}
      {comparing.value && <StatusLine kind="quiet">Comparing with the instant head</StatusLine>}
      {comparison.value !== undefined && <Verdict run={comparison.value.run} found={comparison.value.found} />}
      {runs.some(({ finished }) => finished) && (
        <>
          <h3>Runs</h3>
          <ul class="teach-runs">
            {runs.map(({ name, finished }) => (
              <li key={name}>
                <strong>{name}</strong> <span class="quiet">{finished ? 'trained' : 'not finished'}</span>
                {finished && (
                  <Button kind="quiet" disabled={busy || comparing.value} onClick={() => void compare(studio, name)}>
                    Compare with the instant head
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function RunState() {
  const { value } = training;
  if (value.kind === 'idle') return null;
  if (value.kind === 'failed') return <StatusLine kind="bad">{sentencesOf(value.error).join('. ')}</StatusLine>;
  if (value.kind === 'paused')
    return (
      <StatusLine kind="quiet">
        {value.run} is paused after step {savedStep.value}; closing the tab loses nothing
      </StatusLine>
    );
  if (value.kind === 'pausing') return <StatusLine kind="quiet">Pausing after this step</StatusLine>;
  if (value.kind === 'finished') return <StatusLine kind="ok">{value.run} is trained</StatusLine>;
  const left = Number.isFinite(value.secondsLeft) ? `, about ${duration(value.secondsLeft)} left` : '';
  const shown = Number.isFinite(loss.value) ? `, loss ${loss.value.toFixed(3)}` : '';
  return (
    <div data-training={value.run}>
      <Progress label={`${value.what}${shown}${left}`} value={value.share ?? 0} max={1} />
      <p class="quiet">Kept up to step {savedStep.value}. A closed tab resumes from there.</p>
    </div>
  );
}

const duration = (seconds: number): string =>
  seconds < 90
    ? `${Math.max(1, Math.round(seconds))} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;

/** Loss and recall by epoch. */
function Curves() {
  const { value: records } = epochs;
  const last = records.at(-1)!;
  const most = Math.max(...records.map((record) => record.loss), 1e-9);
  const width = 560;
  const x = (index: number) => 40 + (index * (width - 60)) / Math.max(1, records.length - 1);
  const y = (share: number) => 150 - share * 130;
  const line = (values: readonly (number | undefined)[]) =>
    values
      .flatMap((value, index) => (value === undefined ? [] : [`${x(index).toFixed(1)},${y(value).toFixed(1)}`]))
      .join(' ');
  const caption = `After epoch ${last.epoch} the loss is ${last.loss.toFixed(3)}${last.valid ? `, and ${percent(last.valid.uar)} of each class is recognised on average among ${last.valid.n} validation faces` : ''}`;
  return (
    <Figure
      caption={caption}
      table={{
        columns: ['Epoch', 'Loss', 'Right in training', 'Right in validation', 'Mean recall'],
        rows: records.map(({ epoch, loss: value, trainWar, valid }) => [
          epoch,
          value.toFixed(4),
          percent(trainWar),
          percent(valid?.war),
          percent(valid?.uar),
        ]),
      }}
    >
      <svg viewBox={`0 0 ${width} 186`} class="teach-curves" role="presentation">
        <line x1="40" x2={width - 20} y1="150" y2="150" class="axis" />
        {[0, 0.5, 1].map((share) => (
          <text key={share} x="34" y={y(share) + 4} text-anchor="end">
            {share * 100} %
          </text>
        ))}
        <polyline class="loss" points={line(records.map((record) => record.loss / most))} />
        <polyline class="recall" points={line(records.map(({ valid }) => valid?.uar))} />
        {records.map(
          ({ epoch, valid }, index) =>
            valid && <circle key={epoch} cx={x(index)} cy={y(valid.uar)} r="3" class="recall-dot" />,
        )}
        <text x={40} y="176">
          dashed: loss, as a share of the largest · solid: mean recall in validation
        </text>
      </svg>
    </Figure>
  );
}
