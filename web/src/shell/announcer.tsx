// The one polite live region: sentences for people who listen, at most one in three seconds.
import { signal } from '@preact/signals';

const said = signal('');
const pause = 3000;
let latest = '';
let timer: ReturnType<typeof setTimeout> | undefined;
let spoken = Number.NEGATIVE_INFINITY;

/** Says the newest sentence; those in between are not said. */
export function announce(sentence: string): void {
  latest = sentence;
  if (timer !== undefined) return;
  timer = setTimeout(
    () => {
      timer = undefined;
      spoken = performance.now();
      said.value = latest;
    },
    Math.max(150, spoken + pause - performance.now()),
  );
}

export const Announcer = () => (
  <p class="hidden-text" role="status" aria-live="polite">
    {said}
  </p>
);
