// What the Teach room knows beside the project: the instant head, solved again after every change.
import { effect, signal } from '@preact/signals';
import type { ProjectStore } from '../../project/project-store.ts';
import type { NoHead, SolvedHead } from '../../work/tasks/project/instant-head.ts';
import { isStopped } from '../../work/work-failure.ts';

export type HeadState =
  | { readonly kind: 'none'; readonly missing: string }
  | { readonly kind: 'solved'; readonly head: SolvedHead }
  | { readonly kind: 'failed'; readonly error: unknown };

export const head = signal<HeadState>({ kind: 'none', missing: 'It answers after the first labelled face' });

/** What the worker is doing for the head. */
export const solving = signal<{ readonly what: string; readonly done: number; readonly of: number } | undefined>(
  undefined,
);

/** While many pictures are read, the head waits: it would be solved again for every few of them. */
export const adding = signal(false);

let following: ProjectStore | undefined;

/** Solves the head whenever labels, classes or faces change; what changes meanwhile is solved together. */
export function followHead(store: ProjectStore): void {
  if (following === store) return;
  following = store;
  let wanted = false;
  let running = false;
  const solve = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      while (wanted) {
        wanted = false;
        await store.saved();
        const work = await store.work();
        const onProgress = (progress: unknown) => {
          solving.value = progress as typeof solving.value;
        };
        const show = (found: SolvedHead | NoHead) => {
          head.value = 'missing' in found ? { kind: 'none', missing: found.missing } : { kind: 'solved', head: found };
        };
        show(await work.call('solve', { check: false }, { onProgress }));
        // While people label, the check waits for a pause.
        await new Promise((done) => setTimeout(done, 400));
        if (!wanted && head.value.kind === 'solved') show(await work.call('solve', { check: true }, { onProgress }));
      }
    } catch (error) {
      if (!isStopped(error)) head.value = { kind: 'failed', error };
    } finally {
      running = false;
      solving.value = undefined;
    }
  };
  effect(() => {
    const open = store.state.value.kind === 'open';
    void store.faces.value;
    void store.project.value.classes;
    if (!open || adding.value) return;
    wanted = true;
    void solve();
  });
}

/** Probabilities of a face by the instant head. */
export function answerFor(
  path: string,
): { readonly classes: readonly string[]; readonly probabilities: Float32Array } | undefined {
  const { value } = head;
  if (value.kind !== 'solved') return undefined;
  const { probabilities, classes } = value.head;
  const row = rowsOf(value.head).get(path);
  return row === undefined
    ? undefined
    : { classes, probabilities: probabilities.subarray(row * classes.length, (row + 1) * classes.length) };
}

/** Rows by path, of the newest head. */
let rows: { readonly of: SolvedHead; readonly byPath: ReadonlyMap<string, number> } | undefined;

function rowsOf(found: SolvedHead): ReadonlyMap<string, number> {
  if (rows?.of !== found) rows = { of: found, byPath: new Map(found.paths.map((path, row) => [path, row])) };
  return rows.byPath;
}
