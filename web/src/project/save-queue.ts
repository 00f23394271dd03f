// Changes are saved one after the other; those that come meanwhile are saved together.
import { type ReadonlySignal, signal } from '@preact/signals';

export type Saving =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface SaveQueue<Change extends object> {
  readonly saving: ReadonlySignal<Saving>;
  add(change: Change): void;
  /** Resolves when everything is on the disk. @throws what kept the last change from it */
  saved(): Promise<void>;
  /** Forgets what is not being saved yet, and waits for what is. */
  abandon(): Promise<void>;
  /** Another project is open, and nothing of it was changed. */
  reset(): void;
}

export function saveQueue<Change extends object>(save: (change: Change) => Promise<void>): SaveQueue<Change> {
  const saving = signal<Saving>({ kind: 'saved' });
  let wanted: Change | undefined;
  let running: Promise<void> | undefined;

  async function saveAll(): Promise<void> {
    saving.value = { kind: 'saving' };
    try {
      while (wanted !== undefined) {
        const next: Change = wanted;
        wanted = undefined;
        await save(next).catch((error: unknown) => {
          // Tried again with the next change.
          wanted = wanted === undefined ? next : { ...next, ...wanted };
          throw error;
        });
      }
      saving.value = { kind: 'saved' };
    } catch (error) {
      saving.value = { kind: 'failed', error };
    }
  }

  return {
    saving,
    add(change) {
      wanted = wanted === undefined ? change : { ...wanted, ...change };
      running ??= saveAll().finally(() => {
        running = undefined;
      });
    },
    async saved() {
      await running;
      if (saving.value.kind === 'failed') throw saving.value.error;
    },
    async abandon() {
      wanted = undefined;
      await running;
    },
    reset() {
      wanted = undefined;
      saving.value = { kind: 'saved' };
    },
  };
}
