// The run that is being trained, outside of any view: leaving the room does not stop it.
import { batch, signal } from '@preact/signals';
import type { Studio } from '../../shell/studio.ts';
import type { HeadAgainstRun, NoComparison } from '../../work/tasks/project/compare.ts';
import type { EpochNews, Preset } from '../../work/tasks/project/train-run.ts';

export type TrainingState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly run: string;
      readonly what: string;
      readonly share: number | undefined;
      readonly secondsLeft: number;
    }
  | { readonly kind: 'pausing'; readonly run: string }
  | { readonly kind: 'paused'; readonly run: string }
  | { readonly kind: 'finished'; readonly run: string }
  | { readonly kind: 'failed'; readonly run: string; readonly error: unknown };

export const training = signal<TrainingState>({ kind: 'idle' });
export const epochs = signal<readonly EpochNews[]>([]);
export const loss = signal(Number.NaN);
export const savedStep = signal(0);
export const notes = signal<readonly string[]>([]);
export const comparison = signal<{ readonly run: string; readonly found: HeadAgainstRun | NoComparison } | undefined>(
  undefined,
);
export const comparing = signal(false);

/** Starts a run, or resumes it. */
export async function trainPrompts(studio: Studio, run: string, preset: Preset): Promise<void> {
  const { project: store } = studio;
  batch(() => {
    training.value = { kind: 'running', run, what: 'Getting ready', share: undefined, secondsLeft: Number.NaN };
    epochs.value = [];
    notes.value = [];
    comparison.value = undefined;
  });
  try {
    await store.saved();
    const work = await store.work();
    const stream = work.stream('train', { run, preset });
    for (;;) {
      const { done, value: news } = await stream.next();
      if (done) {
        training.value = { kind: news, run };
        break;
      }
      const { value: state } = training;
      const running = state.kind === 'running' ? state : undefined;
      if (news.kind === 'note') notes.value = [...notes.value, news.text];
      else if (news.kind === 'ready') epochs.value = news.records;
      else if (news.kind === 'epoch')
        epochs.value = [...epochs.value.filter(({ epoch }) => epoch < news.record.epoch), news.record];
      else if (news.kind === 'saved') savedStep.value = news.step;
      else if (news.kind === 'progress' && running)
        training.value = { ...running, what: `${news.what}: ${news.done} of ${news.of}` };
      else if (news.kind === 'step') {
        loss.value = news.loss;
        if (running) {
          training.value = {
            ...running,
            what: `Epoch ${news.epoch} of ${news.epochs}`,
            share: news.share,
            secondsLeft: news.secondsLeft,
          };
        }
      }
    }
    await store.refreshRuns();
    if (training.value.kind === 'finished') {
      studio.announce('Training is finished');
      await compare(studio, run);
    }
  } catch (error) {
    training.value = { kind: 'failed', run, error };
  }
}

export async function pause(studio: Studio): Promise<void> {
  const { value } = training;
  if (value.kind !== 'running') return;
  training.value = { kind: 'pausing', run: value.run };
  await (await studio.project.work()).call('pause', {});
}

/** The instant head against the run, on faces that neither saw. */
export async function compare(studio: Studio, run: string): Promise<void> {
  comparing.value = true;
  try {
    await studio.project.saved();
    const found = await (await studio.project.work()).call('compare', { run });
    comparison.value = { run, found };
  } catch (error) {
    comparison.value = { run, found: { reason: error instanceof Error ? error.message : String(error) } };
  } finally {
    comparing.value = false;
  }
}
