// Whether single keys act, such as 1 to 9: people who dictate, or lean on the keyboard, can turn them off (WCAG 2.1.4).
import './check-line.css';
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

const stored = 'mpafer-single-keys';

const on = signal(localStorage.getItem(stored) !== 'off');

/** Hands key presses to the newest `press`, wherever the focus is, but where one writes or chooses. */
export function useSingleKeys(press: (event: KeyboardEvent) => void): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!on.value || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      const isTyping =
        document.querySelector('dialog[open]') !== null ||
        target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement ||
        (target instanceof HTMLInputElement && target.type !== 'checkbox');
      if (!isTyping) latest.current(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

export const SingleKeysSwitch = () => (
  <label class="check-line">
    <input
      type="checkbox"
      checked={on.value}
      onChange={(event) => {
        on.value = event.currentTarget.checked;
        localStorage.setItem(stored, on.value ? 'on' : 'off');
      }}
    />
    Single keys act
  </label>
);
