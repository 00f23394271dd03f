// Every input with its status, as a list of which only the rows in view are in the page: thousands scroll as well as ten.
import '../../components/chip.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from '../../components/icon.tsx';
import { answerOf, cut } from './answer.ts';
import { type Input, type InputState, inputs, type Outcome, outcomeOf, select, selected, tallies } from './inputs.ts';

/** Height of a row, as in the style sheet. */
const rowHeight = 64;

const names: Readonly<Record<Outcome, string>> = {
  faces: 'with faces',
  'no-face': 'without a face',
  unreadable: 'not read',
  waiting: 'waiting',
};

export function InputList() {
  const only = useSignal<Outcome | undefined>(undefined);
  const first = useSignal(0);
  const visible = useSignal(12);
  const list = useRef<HTMLDivElement>(null);
  const shown = inputs.value.filter(({ state }) => only.value === undefined || outcomeOf(state.value) === only.value);
  const at = selected.value === undefined ? -1 : shown.indexOf(selected.value);
  const measure = () => {
    // A list that is taken out of the page is measured once more.
    if (list.current === null) return;
    const { scrollTop, clientHeight } = list.current;
    first.value = Math.max(0, Math.floor(scrollTop / rowHeight) - 4);
    visible.value = Math.ceil(clientHeight / rowHeight) + 8;
  };
  useEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(list.current!);
    return () => observer.disconnect();
  }, []);
  const move = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8, Home: 0, End: shown.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    const place = Math.min(Math.max(to, 0), shown.length - 1);
    if (shown[place] === undefined) return;
    select(shown[place]);
    const { scrollTop, clientHeight } = list.current!;
    const top = place * rowHeight;
    if (top < scrollTop) list.current!.scrollTop = top;
    if (top + rowHeight > scrollTop + clientHeight) list.current!.scrollTop = top + rowHeight - clientHeight;
  };
  const rows = shown.slice(first.value, first.value + visible.value);
  return (
    <section class="look-list" aria-label="Inputs">
      <Tallies only={only.value} onChoose={(outcome) => (only.value = outcome)} />
      <div
        ref={list}
        class="look-rows"
        role="listbox"
        tabIndex={0}
        aria-label="Inputs"
        aria-activedescendant={at < 0 ? undefined : `input-${shown[at]!.id}`}
        onScroll={measure}
        onKeyDown={move}
      >
        <div style={{ height: `${shown.length * rowHeight}px` }} role="presentation">
          {rows.map((input, index) => (
            <Row
              key={input.id}
              input={input}
              top={(first.value + index) * rowHeight}
              place={first.value + index}
              of={shown.length}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

function Tallies({
  only,
  onChoose,
}: {
  readonly only: Outcome | undefined;
  readonly onChoose: (outcome: Outcome | undefined) => void;
}) {
  const counts = Object.entries(tallies.value) as [Outcome, number][];
  return (
    <div class="look-tallies">
      {counts
        .filter(([outcome, count]) => count > 0 || outcome === only)
        .map(([outcome, count]) => (
          <button
            key={outcome}
            type="button"
            class="chip"
            aria-pressed={only === outcome}
            onClick={() => onChoose(only === outcome ? undefined : outcome)}
          >
            {count} {names[outcome]}
          </button>
        ))}
    </div>
  );
}

interface RowProps {
  readonly input: Input;
  readonly top: number;
  readonly place: number;
  readonly of: number;
}

function Row({ input, top, place, of }: RowProps) {
  const { kind, words } = statusOf(input.state.value, cut.value);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active row
    <div
      id={`input-${input.id}`}
      class="look-row"
      role="option"
      aria-selected={selected.value === input}
      aria-posinset={place + 1}
      aria-setsize={of}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => select(input)}
    >
      <span class="look-row-picture">
        {input.thumbnail.value === undefined ? (
          <Icon name={input.isVideo ? 'film' : 'photo'} size={20} />
        ) : (
          <img src={input.thumbnail.value} alt="" width="44" height="44" />
        )}
      </span>
      <span class="look-row-words">
        <span class="look-row-name">{input.name.split('/').at(-1)}</span>
        <small class={kind}>{words}</small>
      </span>
      {kind !== 'ok' && <Icon name={signs[kind]} />}
    </div>
  );
}

const signs: Readonly<Record<'quiet' | 'bad' | 'busy', IconName>> = { quiet: 'dot', bad: 'warning', busy: 'wait' };

/** A status in a few words; nothing is dropped without one. */
function statusOf(
  state: InputState,
  needed: number,
): { readonly kind: 'ok' | keyof typeof signs; readonly words: string } {
  switch (state.kind) {
    case 'waiting':
      return { kind: 'busy', words: 'Waiting' };
    case 'working':
      return { kind: 'busy', words: 'Being recognised' };
    case 'failed':
      return { kind: 'bad', words: state.reasons[0] ?? 'Failed' };
    case 'video': {
      const last = state.rows.findLast((row) => 'frame' in row);
      const seconds = last === undefined ? '0' : last.timestamp.toFixed(1);
      const words = {
        running: `${seconds} s recognised`,
        stopped: `Stopped at ${seconds} s`,
        done: `${seconds} s, done`,
        failed: 'Not read',
      };
      return {
        kind: state.progress === 'failed' ? 'bad' : state.progress === 'running' ? 'busy' : 'ok',
        words: words[state.progress],
      };
    }
    case 'picture': {
      const { row } = state.result;
      const [face, ...others] = row.faces;
      if (face === undefined)
        return { kind: row.status === 'no-face' ? 'quiet' : 'bad', words: outcomes[row.status] ?? row.status };
      const answer = answerOf(face, needed).words;
      return { kind: 'ok', words: others.length === 0 ? answer : `${row.faces.length} faces` };
    }
  }
}

const outcomes: Readonly<Record<string, string>> = {
  'no-face': 'No face found',
  unreadable: 'Cannot be read',
  'too-large': 'Too many pixels',
  'too-small': 'Too few pixels',
};
