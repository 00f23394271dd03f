// A video: its frames with the boxes that were found in each, who is in it, the course of each expression, and marks on its time.
import './video.css';
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../components/button.tsx';
import { Icon } from '../../../components/icon.tsx';
import { ProbabilityBars } from '../../../components/probability-bars.tsx';
import { Progress } from '../../../components/progress.tsx';
import { StatusLine } from '../../../components/status-line.tsx';
import type { Studio } from '../../../shell/studio.ts';
import { answerOf, capital, cut } from '../answer.ts';
import { CutControl } from '../cut-control.tsx';
import { FaceBoxes } from '../face-boxes.tsx';
import type { Input } from '../inputs.ts';
import { useAddress } from '../picture-view.tsx';
import { recogniseVideo, stopVideo } from '../recognise-inputs.ts';
import { MarkControls } from './mark-controls.tsx';
import { marksOf } from './marks.ts';
import { type FrameRow, frameAt, framesOf, peopleOf, type Shown, valuesOf } from './people.ts';
import { Timeline } from './timeline.tsx';
import { VideoSettings } from './video-settings-form.tsx';

interface Props {
  readonly studio: Studio;
  readonly input: Input;
}

export function VideoView({ studio, input }: Props) {
  const { state, file, name, id } = input;
  const address = useAddress(file);
  const video = useRef<HTMLVideoElement>(null);
  const time = useSignal(0);
  const playing = useSignal(false);
  const duration = useSignal<number | undefined>(undefined);
  const size = useSignal<{ width: number; height: number } | undefined>(undefined);
  const active = useSignal<number | undefined>(undefined);
  const shown = useSignal<Shown>('smoothed');
  const rows = state.value.kind === 'video' ? framesOf(state.value.rows) : [];
  const people = peopleOf(rows);
  const person = people.find((one) => one.id === active.value)?.id ?? people[0]?.id;
  const now = frameAt(rows, time.value);
  const whole = Math.max(duration.value ?? 0, rows.at(-1)?.timestamp ?? 0, 0.1);
  const { ready } = studio;
  const classes = ready.value.kind === 'ready' ? ready.value.classes : [];
  /** Whether the time was asked for: it stands until the video plays, whatever frame is still on its way. */
  const asked = useRef(false);
  const seek = useCallback(
    (to: number) => {
      const element = video.current;
      // Into the frame, so that rounding does not show the one before.
      if (element !== null) element.currentTime = Math.min(to + 1e-4, element.duration || to);
      asked.current = element?.paused ?? true;
      time.value = to;
    },
    [time],
  );
  useShownTime(video, address, (shownTime) => {
    if (!asked.current && video.current?.seeking !== true) time.value = shownTime;
  });
  const toggle = () => {
    const element = video.current!;
    if (element.paused) void element.play();
    else element.pause();
  };
  const face = now?.faces.find((one) => one.id === person);
  return (
    <>
      <figure class="look-stage">
        <div class="look-frame">
          <div class="look-picture" style={size.value && { aspectRatio: `${size.value.width} / ${size.value.height}` }}>
            <video
              ref={video}
              src={address}
              playsInline
              muted
              preload="auto"
              aria-label={`The video ${name}`}
              onLoadedMetadata={({ currentTarget }) => {
                size.value = { width: currentTarget.videoWidth, height: currentTarget.videoHeight };
                duration.value = currentTarget.duration;
              }}
              onPlay={() => {
                asked.current = false;
                playing.value = true;
              }}
              onPause={() => (playing.value = false)}
            />
            {size.value !== undefined && now !== undefined && isShown(now, rows, time.value) && (
              <FaceBoxes faces={now.faces} size={size.value} active={active} />
            )}
          </div>
        </div>
        <figcaption class="video-controls">
          <Button kind="quiet" label={playing.value ? 'Pause' : 'Play'} onClick={toggle}>
            <Icon name={playing.value ? 'pause' : 'play'} />
          </Button>
          <Button kind="quiet" label="Frame before" onClick={() => seek(stepped(rows, time.peek(), -1))}>
            <Icon name="back" />
          </Button>
          <Button kind="quiet" label="Frame after" onClick={() => seek(stepped(rows, time.peek(), 1))}>
            <Icon name="forward" />
          </Button>
          <span class="video-time">
            {time.value.toFixed(2)} / {whole.toFixed(2)} s
          </span>
          <span class="look-name">{name}</span>
        </figcaption>
        <VideoProgress studio={studio} input={input} whole={whole} />
      </figure>
      <section class="look-faces" aria-label="People">
        {people.length > 1 && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a frame
          <div class="video-people" role="group" aria-label="Person">
            {people.map((one) => (
              <Button key={one.id} pressed={one.id === person} onClick={() => (active.value = one.id)}>
                Person {one.id}
              </Button>
            ))}
          </div>
        )}
        {person !== undefined && (
          <article class="face-card">
            <header>
              <div>
                <p class="face-card-number">
                  Person {person} at {time.value.toFixed(2)} s
                </p>
                <h2>{face === undefined ? 'Out of sight' : capital(answerOf(face, cut.value).words)}</h2>
              </div>
            </header>
            <ProbabilityBars
              classes={classes}
              values={(face && valuesOf(face, shown.value)) ?? {}}
              beside={shown.value === 'smoothed' ? face?.probabilities : undefined}
              signed={shown.value === 'relative'}
              cut={shown.value === 'relative' || cut.value === 0 ? undefined : cut.value}
            />
            <RestingFace face={face} shown={shown.value} />
          </article>
        )}
        <VideoSettings studio={studio} input={input} shown={shown} />
        {people.length > 0 && <CutControl studio={studio} />}
      </section>
      {person !== undefined && (
        <section class="look-wide" aria-label="Over time">
          <MarkControls input={id} time={time} duration={whole} onSeek={seek} onToggle={toggle} />
          <Timeline
            {...{ rows, person, classes }}
            shown={shown.value}
            duration={whole}
            time={time}
            marks={marksOf(id)}
            onSeek={seek}
          />
        </section>
      )}
    </>
  );
}

/** Follows the frame that is shown, by its own time. */
function useShownTime(
  video: { readonly current: HTMLVideoElement | null },
  address: string | undefined,
  onTime: (time: number) => void,
): void {
  useEffect(() => {
    const element = video.current;
    if (element === null || address === undefined) return;
    let handle = 0;
    const follow = (_: unknown, { mediaTime }: VideoFrameCallbackMetadata) => {
      onTime(mediaTime);
      handle = element.requestVideoFrameCallback(follow);
    };
    handle = element.requestVideoFrameCallback(follow);
    return () => element.cancelVideoFrameCallback(handle);
  }, [address]);
}

/** Boxes are drawn on the frame that they came from, and until the next one that was recognised; not beyond what is known. */
function isShown(now: FrameRow, rows: readonly FrameRow[], time: number): boolean {
  const last = rows.at(-1)!;
  return now !== last || time - last.timestamp < 0.2;
}

/** The time of the frame before or after. */
function stepped(rows: readonly FrameRow[], time: number, by: number): number {
  const at = rows.findLastIndex(({ timestamp }) => timestamp <= time + 1e-6);
  return rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.timestamp ?? time;
}

function VideoProgress({ studio, input, whole }: Props & { readonly whole: number }) {
  const { value } = input.state;
  if (value.kind === 'waiting') return <StatusLine kind="busy">Waiting for the recogniser</StatusLine>;
  if (value.kind === 'failed') return <StatusLine kind="bad">{value.reasons.join('. ')}</StatusLine>;
  if (value.kind !== 'video') return null;
  const last = framesOf(value.rows).at(-1)?.timestamp ?? 0;
  if (value.progress === 'running') {
    return (
      <div class="video-progress">
        <Progress label={`${last.toFixed(1)} of ${whole.toFixed(1)} s are recognised`} value={last} max={whole} />
        <Button kind="quiet" onClick={() => stopVideo(input)}>
          Stop
        </Button>
      </div>
    );
  }
  if (value.progress === 'stopped') {
    return (
      <div class="video-progress">
        <StatusLine kind="quiet">Stopped at {last.toFixed(1)} s</StatusLine>
        <Button kind="quiet" onClick={() => void recogniseVideo(studio, input, value.rows)}>
          Continue
        </Button>
      </div>
    );
  }
  if (value.progress === 'failed') return <StatusLine kind="bad">{value.reason}</StatusLine>;
  return (
    <StatusLine kind="ok">
      {value.rows.length} frames were recognised{value.info === undefined ? '' : `, ${value.info.codec}`}
      {value.info?.notes.map((note) => `. ${note}`)}
    </StatusLine>
  );
}

function RestingFace({ face, shown }: { readonly face: FrameRow['faces'][number] | undefined; readonly shown: Shown }) {
  if (face?.baseline === undefined) {
    return shown === 'relative' ? (
      <StatusLine kind="quiet">The resting face of this person is not known here yet</StatusLine>
    ) : null;
  }
  return face.baseline.unsure ? (
    <StatusLine kind="unsure">
      The resting face, of {face.baseline.frames} frames, was not clearly neutral: comparisons with it say little
    </StatusLine>
  ) : (
    <p class="quiet">The resting face is the mean of {face.baseline.frames} frames.</p>
  );
}
