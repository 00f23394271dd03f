// Single keys, such as 1 to 9: people who dictate, or lean on the keyboard, can turn them off or choose others (WCAG 2.1.4).
import '../components/check-line.css';
import './single-keys.css';
import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { StatusLine } from '../components/status-line.tsx';

const storedOn = 'mpafer-single-keys';
const storedChosen = 'mpafer-chosen-keys';

const on = signal(localStorage.getItem(storedOn) !== 'off');

/** Chosen keys by those that do the same by default; others do what they say. */
const chosen = signal<Readonly<Record<string, string>>>(storedKeys());

function storedKeys(): Readonly<Record<string, string>> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(storedChosen) ?? '{}');
    return Object.fromEntries(
      Object.entries(found as object).filter(([, key]) => typeof key === 'string' && key.length === 1),
    );
  } catch {
    return {};
  }
}

/** The key that does what this one does by default. */
export const keyFor = (standard: string): string => chosen.value[standard] ?? standard;

/** The default key for what a pressed one does; undefined where it does nothing any more. */
function standardOf(pressed: string): string | undefined {
  const own = Object.entries(chosen.value).find(([, key]) => key === pressed);
  if (own !== undefined) return own[0];
  return chosen.value[pressed] === undefined ? pressed : undefined;
}

/** Hands key presses to the newest `press`, by their default names, wherever the focus is, but where one writes or chooses. */
export function useSingleKeys(press: (key: string, event: KeyboardEvent) => void): void {
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
      if (isTyping) return;
      const key = standardOf(event.key.length === 1 ? event.key.toLowerCase() : event.key);
      if (key !== undefined) latest.current(key, event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** A key of the room, by its default, and what it does. */
export interface SingleKey {
  readonly key: string;
  readonly does: string;
}

/** Turns single keys off, and opens the list in which others can be chosen. */
export function SingleKeys({ keys }: { readonly keys: readonly SingleKey[] }) {
  const open = useSignal(false);
  return (
    <>
      <label class="check-line">
        <input
          type="checkbox"
          checked={on.value}
          onChange={(event) => {
            on.value = event.currentTarget.checked;
            localStorage.setItem(storedOn, on.value ? 'on' : 'off');
          }}
        />
        Single keys act
      </label>
      <Button kind="quiet" onClick={() => (open.value = true)}>
        Change keys
      </Button>
      <Dialog open={open.value} title="Keys of this room" onClose={() => (open.value = false)}>
        <KeyList keys={keys} />
      </Dialog>
    </>
  );
}

function KeyList({ keys }: { readonly keys: readonly SingleKey[] }) {
  const asked = useSignal<string | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const choose = (standard: string, event: KeyboardEvent) => {
    const pressed = event.key.toLowerCase();
    if (asked.value !== standard || event.ctrlKey || event.metaKey || event.altKey || pressed.length !== 1) return;
    event.preventDefault();
    const other = keys.find(({ key }) => key !== standard && keyFor(key) === pressed);
    problem.value = other && `"${pressed}" is the key that does this already: ${other.does}`;
    if (other !== undefined || pressed === ' ') return;
    const next = { ...chosen.value, [standard]: pressed };
    if (pressed === standard) delete next[standard];
    put(next);
    asked.value = undefined;
  };
  return (
    <>
      <ul class="key-list">
        {keys.map(({ key, does }) => (
          <li key={key}>
            <span>{does}</span>
            <button
              type="button"
              class="button plain"
              aria-label={`${does}: ${asked.value === key ? 'press the new key' : `key ${keyFor(key)}, change it`}`}
              aria-pressed={asked.value === key}
              onClick={() => (asked.value = asked.value === key ? undefined : key)}
              onKeyDown={(event) => choose(key, event)}
              onBlur={() => (asked.value = undefined)}
            >
              {asked.value === key ? 'Press a key' : keyFor(key).toUpperCase()}
            </button>
          </li>
        ))}
      </ul>
      {problem.value !== undefined && <StatusLine kind="bad">{problem.value}</StatusLine>}
      <Button
        onClick={() => {
          const own = new Set(keys.map(({ key }) => key));
          put(Object.fromEntries(Object.entries(chosen.value).filter(([key]) => !own.has(key))));
        }}
      >
        As they were at first
      </Button>
      <p class="quiet">Choose one, then press the key that you want. Kept in this browser.</p>
    </>
  );
}

function put(next: Readonly<Record<string, string>>): void {
  chosen.value = next;
  localStorage.setItem(storedChosen, JSON.stringify(next));
}
