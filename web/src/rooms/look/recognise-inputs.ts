// Recognises what waits, one input after the other, with the shared recogniser.
import type { VideoInfo, VideoRow } from 'mpafer';
import type { Studio } from '../../shell/studio.ts';
import { isStopped, sentencesOf } from '../../work/work-failure.ts';
import { type Input, inputs } from './inputs.ts';
import { baselineSeconds, framesPerSecond } from './video/video-settings.ts';

let running = false;

/** Works until nothing is waiting; a second call joins the first. */
export async function recogniseInputs(studio: Studio): Promise<void> {
  if (running) return;
  running = true;
  try {
    for (;;) {
      const next = inputs.value.find(({ state }) => state.value.kind === 'waiting');
      if (next === undefined) return;
      await (next.isVideo ? recogniseVideo(studio, next) : recognisePicture(studio, next));
    }
  } finally {
    running = false;
  }
}

const isKept = (input: Input): boolean => inputs.value.includes(input);

async function recognisePicture(studio: Studio, input: Input): Promise<void> {
  const { state, thumbnail, file, name } = input;
  state.value = { kind: 'working' };
  try {
    const result = await (await studio.look).call('picture', { file, name });
    if (!isKept(input)) return;
    if (result.thumbnail !== undefined) thumbnail.value = URL.createObjectURL(result.thumbnail);
    state.value = { kind: 'picture', result, faces: (result.faces ?? []).map((face) => URL.createObjectURL(face)) };
  } catch (error) {
    state.value = { kind: 'failed', reasons: sentencesOf(error) };
  }
}

const stops = new WeakMap<Input, AbortController>();

/** Stops a video where it is; what was recognised stays. */
export const stopVideo = (input: Input): void => stops.get(input)?.abort();

/** How often the view follows a video that is being recognised, in milliseconds. */
const pace = 200;

/** From its first frame, or with what is known of a stopped one. */
export async function recogniseVideo(studio: Studio, input: Input, resume: readonly VideoRow[] = []): Promise<void> {
  const { state, file, name } = input;
  const stop = new AbortController();
  stops.set(input, stop);
  const rows: VideoRow[] = [];
  let info: VideoInfo | undefined;
  let shown = Number.NEGATIVE_INFINITY;
  const show = (progress: 'running' | 'stopped' | 'done' | 'failed', reason?: string) => {
    state.value = { kind: 'video', rows: [...rows], info, progress, reason };
  };
  show('running');
  const baseline = baselineSeconds.value;
  const every = framesPerSecond.value;
  try {
    const frames = (await studio.look).stream(
      'video',
      {
        file,
        name,
        resume,
        options: { ...(every !== undefined && { every: { seconds: 1 / every } }), ...(baseline > 0 && { baseline }) },
      },
      {
        signal: stop.signal,
        onProgress: (known) => {
          info = known as VideoInfo;
        },
      },
    );
    for await (const row of frames) {
      rows.push(row);
      if (!isKept(input)) return;
      if (performance.now() - shown < pace) continue;
      shown = performance.now();
      show('running');
    }
    show('done');
  } catch (error) {
    show(isStopped(error) ? 'stopped' : 'failed', isStopped(error) ? undefined : sentencesOf(error).join('. '));
  }
}
