// The camera, live: each frame with its own boxes, who is in it, and the last minute; stopping it keeps the results.
import './camera.css';
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../components/button.tsx';
import { Icon } from '../../../components/icon.tsx';
import { ProbabilityBars } from '../../../components/probability-bars.tsx';
import { StatusLine } from '../../../components/status-line.tsx';
import type { Studio } from '../../../shell/studio.ts';
import { answerOf, capital, cut } from '../answer.ts';
import { CutControl } from '../cut-control.tsx';
import { FaceBoxes } from '../face-boxes.tsx';
import { peopleOf, valuesOf } from '../video/people.ts';
import { Timeline } from '../video/timeline.tsx';
import { frameRate, liveFailure, recogniseCamera, session, shownFrame } from './live.ts';

/** Seconds of the timeline. */
const shownSeconds = 60;

export function CameraView({ studio }: { readonly studio: Studio }) {
  const { status } = studio.camera;
  const active = useSignal<number | undefined>(undefined);
  const said = useRef('');
  const stream = status.value.kind === 'on' ? status.value.stream : undefined;
  useEffect(() => {
    if (stream === undefined) return;
    const stop = new AbortController();
    void recogniseCamera(studio, stream, stop.signal);
    return () => stop.abort();
  }, [studio, stream]);
  const rows = session.value?.rows ?? [];
  const last = rows.at(-1)?.timestamp ?? 0;
  const recent = rows
    .filter(({ timestamp }) => timestamp >= last - shownSeconds)
    .map((row) => ({ ...row, timestamp: row.timestamp - Math.max(0, last - shownSeconds) }));
  const newest = useComputed(() => Math.min(session.value?.rows.at(-1)?.timestamp ?? 0, shownSeconds));
  const people = peopleOf(recent);
  const person = people.find(({ id }) => id === active.value)?.id ?? people.at(-1)?.id;
  const face = rows.at(-1)?.faces.find(({ id }) => id === person);
  const answer = face && answerOf(face, cut.value);
  // Said when it changes, and not more often than the announcer allows.
  useEffect(() => {
    const short = answer?.short ?? 'no face in sight';
    if (stream === undefined || short === said.current) return;
    said.current = short;
    studio.announce(answer?.words ?? short);
  }, [studio, stream, answer]);
  const { ready } = studio;
  const classes = ready.value.kind === 'ready' ? ready.value.classes : [];
  return (
    <>
      <figure class="look-stage">
        <div class="look-frame">
          <LiveFrame active={active} />
        </div>
        <figcaption class="video-controls">
          <Button kind="danger" onClick={() => studio.camera.stop()}>
            Stop the camera
          </Button>
          <DeviceChoice studio={studio} />
          <span class="video-time">
            {frameRate.value} {frameRate.value === 1 ? 'frame' : 'frames'} a second · {last.toFixed(0)} s
          </span>
        </figcaption>
        {liveFailure.value !== undefined && <StatusLine kind="bad">{liveFailure.value.join('. ')}</StatusLine>}
      </figure>
      <section class="look-faces" aria-label="People">
        {people.length > 1 && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a frame
          <div class="video-people" role="group" aria-label="Person">
            {people.map(({ id }) => (
              <Button key={id} pressed={id === person} onClick={() => (active.value = id)}>
                Person {id}
              </Button>
            ))}
          </div>
        )}
        <article class="face-card">
          <header>
            <div>
              <p class="face-card-number">{person === undefined ? 'Camera' : `Person ${person}`}</p>
              <h2>{answer === undefined ? 'No face in sight' : capital(answer.words)}</h2>
            </div>
          </header>
          <ProbabilityBars
            classes={classes}
            values={(face && valuesOf(face, 'smoothed')) ?? {}}
            beside={face?.probabilities}
            cut={cut.value === 0 ? undefined : cut.value}
          />
        </article>
        <CutControl studio={studio} />
        <p class="quiet">
          People in view must be told, clearly and when they are first seen. Nothing is recorded but numbers, and those
          stay here.
        </p>
      </section>
      {person !== undefined && (
        <section class="look-wide" aria-label="The last minute">
          <Timeline
            rows={recent}
            {...{ person, classes }}
            shown="smoothed"
            duration={Math.min(Math.max(last, 5), shownSeconds)}
            time={newest}
            marks={[]}
            onSeek={() => {}}
          />
        </section>
      )}
    </>
  );
}

/** Draws each frame as soon as its answer is there. */
function LiveFrame({ active }: { readonly active: Parameters<typeof FaceBoxes>[0]['active'] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSignal<{ readonly width: number; readonly height: number } | undefined>(undefined);
  useSignalEffect(() => {
    const shown = shownFrame.value;
    const element = canvas.current;
    if (shown === undefined || element === null) return;
    const { displayWidth: width, displayHeight: height } = shown.frame;
    if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
    const known = size.peek();
    if (known?.width !== width || known.height !== height) size.value = { width, height };
    element.getContext('2d')!.drawImage(shown.frame, 0, 0);
  });
  const shown = shownFrame.value;
  return (
    <div class="look-picture" style={size.value && { aspectRatio: `${size.value.width} / ${size.value.height}` }}>
      <canvas ref={canvas} width="640" height="480" aria-label="The camera's newest recognised frame" role="img" />
      {shown !== undefined && size.value !== undefined && (
        <FaceBoxes faces={shown.row.faces} size={size.value} active={active} />
      )}
      {shown === undefined && (
        <p class="camera-waiting">
          <Icon name="camera" size={22} />
          The first frame is being recognised
        </p>
      )}
    </div>
  );
}

function DeviceChoice({ studio }: { readonly studio: Studio }) {
  const { devices, status } = studio.camera;
  if (devices.value.length < 2 || status.value.kind !== 'on') return null;
  return (
    <select
      class="camera-devices"
      aria-label="Camera"
      value={status.value.device}
      onChange={({ currentTarget }) => void studio.camera.start(currentTarget.value)}
    >
      {devices.value.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}
