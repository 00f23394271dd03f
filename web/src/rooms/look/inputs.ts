// What was given to the Look room: pictures and videos, each with its state. Kept while the tab is open, whichever room is shown.
import { computed, type Signal, signal } from '@preact/signals';
import type { VideoInfo, VideoRow } from 'mpafer';
import { pathOf } from '../../components/dropped-files.ts';
import type { PictureResult } from '../../work/tasks/look.ts';

export type InputState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'working' }
  | { readonly kind: 'picture'; readonly result: PictureResult; readonly faces: readonly string[] }
  | {
      readonly kind: 'video';
      readonly rows: readonly VideoRow[];
      readonly info: VideoInfo | undefined;
      /** `failed` has what was recognised before. */
      readonly progress: 'running' | 'stopped' | 'done' | 'failed';
      readonly reason?: string | undefined;
    }
  /** A failure of the studio, not of the input. */
  | { readonly kind: 'failed'; readonly reasons: readonly string[] };

export interface Input {
  readonly id: number;
  /** Its path below what was chosen. */
  readonly name: string;
  readonly file: File;
  readonly isVideo: boolean;
  readonly state: Signal<InputState>;
  /** Address of a small view. */
  readonly thumbnail: Signal<string | undefined>;
}

export const inputs = signal<readonly Input[]>([]);

const chosen = signal<number | undefined>(undefined);

/** The input that is shown large. */
export const selected = computed(() => inputs.value.find(({ id }) => id === chosen.value) ?? inputs.value[0]);

export const select = ({ id }: Input): void => {
  chosen.value = id;
};

const videoName = /\.(mp4|m4v|mov|webm|mkv|avi|ogv|mpg|mpeg|3gp)$/i;

let lastId = 0;

/** Adds files at the end; the first of them is shown. */
export function addInputs(files: readonly File[]): void {
  const added = files.map(
    (file): Input => ({
      id: ++lastId,
      name: pathOf(file),
      file,
      isVideo: file.type.startsWith('video/') || (!file.type.startsWith('image/') && videoName.test(file.name)),
      state: signal<InputState>({ kind: 'waiting' }),
      thumbnail: signal(undefined),
    }),
  );
  inputs.value = [...inputs.value, ...added];
  if (added[0] !== undefined) select(added[0]);
}

/** Forgets one, or all. */
export function removeInputs(which: readonly Input[]): void {
  const gone = new Set(which);
  for (const { thumbnail, state } of which) {
    const addresses = state.value.kind === 'picture' ? state.value.faces : [];
    for (const address of [thumbnail.value, ...addresses]) if (address !== undefined) URL.revokeObjectURL(address);
  }
  inputs.value = inputs.value.filter((input) => !gone.has(input));
}

/** What became of an input, in a word that tallies count by. */
export type Outcome = 'waiting' | 'faces' | 'no-face' | 'unreadable';

export function outcomeOf(state: InputState): Outcome {
  switch (state.kind) {
    case 'waiting':
    case 'working':
      return 'waiting';
    case 'picture': {
      const { status } = state.result.row;
      return status === 'ok' ? 'faces' : status === 'no-face' ? 'no-face' : 'unreadable';
    }
    case 'video': {
      if (state.rows.some(({ faces }) => faces.length > 0)) return 'faces';
      if (state.progress === 'running') return 'waiting';
      return state.progress === 'failed' ? 'unreadable' : 'no-face';
    }
    case 'failed':
      return 'unreadable';
  }
}

export const tallies = computed(() => {
  const counts: Record<Outcome, number> = { waiting: 0, faces: 0, 'no-face': 0, unreadable: 0 };
  for (const { state } of inputs.value) counts[outcomeOf(state.value)]++;
  return counts;
});
