// What the instant head has learnt so far, and how it does on faces whose person or burst it did not see.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ProbabilityBars } from '../../components/probability-bars.tsx';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { adding, head, solving } from './teach-state.ts';

export function HeadCard({ studio }: { readonly studio: Studio }) {
  return (
    <section class="teach-card" aria-labelledby="teach-head">
      <h2 id="teach-head">Instant head</h2>
      <HeadLines />
      {solving.value !== undefined && solving.value.of > 8 && (
        <Progress
          label={`${solving.value.what} ${solving.value.done} of ${solving.value.of}`}
          value={solving.value.done}
          max={solving.value.of}
        />
      )}
      <LivePreview studio={studio} />
    </section>
  );
}

function HeadLines() {
  const { value } = head;
  if (value.kind === 'none') return <StatusLine kind="quiet">{value.missing}</StatusLine>;
  if (value.kind === 'failed') return <StatusLine kind="bad">{sentencesOf(value.error).join('. ')}</StatusLine>;
  const { heldOut, counts, classes, took, checked } = value.head;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const empty = classes.filter((_, index) => counts[index] === 0);
  return (
    <>
      <p data-head-faces={total}>
        Learnt {total} face{total === 1 ? '' : 's'} in {took < 1 ? 'under 1' : Math.round(took)} ms.
        {heldOut !== undefined && (
          <>
            {' '}
            Of these it gets{' '}
            <strong>
              {heldOut.right} of {heldOut.of}
            </strong>{' '}
            right when their person or burst is left out.
          </>
        )}
        {!checked && ' How good it is on others is being checked.'}
        {checked && heldOut === undefined && total > 0 && ' It takes two people or bursts to say how good it is.'}
      </p>
      {empty.length > 0 && (
        <StatusLine kind="unsure">
          No face of {empty.join(', ')} yet: {empty.length === 1 ? 'it is' : 'they are'} known by text alone
        </StatusLine>
      )}
    </>
  );
}

/** What it says of the camera's picture, twice a second, while the camera is on. */
function LivePreview({ studio }: { readonly studio: Studio }) {
  const answer = useSignal<
    { readonly classes: readonly string[]; readonly probabilities: readonly number[] } | undefined
  >(undefined);
  const state = useSignal('');
  const video = useRef<HTMLVideoElement>(null);
  const status = studio.camera.status.value;
  const stream = status.kind === 'on' ? status.stream : undefined;
  useEffect(() => {
    if (stream === undefined || video.current === null) return;
    const element = video.current;
    element.srcObject = stream;
    void element.play().catch(() => {});
    let going = true;
    const look = async () => {
      while (going) {
        const begin = performance.now();
        try {
          if (element.readyState >= 2 && !document.hidden && !adding.peek()) {
            const picture = await createImageBitmap(element);
            const { faces } = await (await studio.look).call('faces', { picture, side: 96 });
            picture.close();
            const crop = faces[0]?.crop;
            const found = crop && (await (await studio.project.work()).call('answer', { crop }));
            if (going) {
              answer.value = found;
              state.value = crop === undefined ? 'No face in view' : found === undefined ? 'Nothing learnt yet' : '';
            }
          }
        } catch (error) {
          state.value = sentencesOf(error)[0]!;
        }
        await new Promise((done) => setTimeout(done, Math.max(100, 500 - (performance.now() - begin))));
      }
    };
    void look();
    return () => {
      going = false;
    };
  }, [stream, studio, answer, state]);
  if (stream === undefined) return null;
  const { value } = answer;
  return (
    <div class="teach-live">
      <video ref={video} muted playsInline aria-label="The camera" />
      {value === undefined ? (
        <p class="quiet">{state.value || 'Looking'}</p>
      ) : (
        <ProbabilityBars
          values={Object.fromEntries(value.classes.map((name, index) => [name, value.probabilities[index]!]))}
          classes={value.classes}
        />
      )}
    </div>
  );
}
