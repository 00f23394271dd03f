// Marks by keys and by buttons: E, V and C begin and end a mark at the time that is shown.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { Button } from '../../../components/button.tsx';
import { Icon } from '../../../components/icon.tsx';
import { keyFor, SingleKeys, useSingleKeys } from '../../../project/single-keys.tsx';
import { type Mark, type MarkKind, marksOf, setMarks } from './marks.ts';

interface Props {
  /** The id of the input. */
  readonly input: number;
  readonly time: ReadonlySignal<number>;
  readonly duration: number;
  readonly onSeek: (time: number) => void;
  /** Plays or pauses. */
  readonly onToggle: () => void;
}

const kinds: readonly {
  readonly kind: MarkKind;
  readonly key: string;
  readonly label: string;
  readonly does: string;
}[] = [
  { kind: 'exclude', key: 'e', label: 'Exclude', does: 'Begin or end an excluded part' },
  { kind: 'event', key: 'v', label: 'Event', does: 'Begin or end an event' },
  { kind: 'custom', key: 'c', label: 'Mark', does: 'Begin or end a mark' },
];

export function MarkControls({ input, time, duration, onSeek, onToggle }: Props) {
  const begun = useSignal<{ readonly kind: MarkKind; readonly from: number } | undefined>(undefined);
  const list = marksOf(input);
  const press = (kind: MarkKind) => {
    const [open, now] = [begun.peek(), time.peek()];
    if (open?.kind !== kind) {
      begun.value = { kind, from: now };
      return;
    }
    begun.value = undefined;
    const [from, to] = [Math.min(open.from, now), Math.max(open.from, now)];
    const list = marksOf(input);
    const count = list.filter((mark) => mark.kind === kind).length + 1;
    setMarks(input, [...list, { kind, from, to, name: `${kind} ${count}` }]);
  };
  useSingleKeys((pressed, event) => {
    const found = kinds.find(({ key }) => key === pressed);
    if (found !== undefined) press(found.kind);
    else if (pressed === ' ' && (event.target as HTMLElement).closest('button, a, [role=listbox]') === null) onToggle();
    else return;
    event.preventDefault();
  });
  return (
    <>
      <div class="video-marks">
        {kinds.map(({ kind, key, label }) => (
          <Button
            key={kind}
            pressed={begun.value?.kind === kind}
            keys={keyFor(key).toUpperCase()}
            onClick={() => press(kind)}
          >
            {begun.value?.kind === kind ? `End at ${time.value.toFixed(2)} s` : label}
          </Button>
        ))}
        <span class="quiet">
          {begun.value === undefined
            ? 'A key begins a mark at the time shown, and ends it.'
            : `Since ${begun.value.from.toFixed(2)} s. Move on, then press it again.`}
        </span>
        <SingleKeys keys={kinds.map(({ key, does }) => ({ key, does }))} />
      </div>
      {list.length > 0 && (
        <ul class="video-mark-list">
          {list.map((mark, index) => (
            <MarkRow
              key={`${mark.kind}-${mark.from}-${index}`}
              mark={mark}
              duration={duration}
              onSeek={onSeek}
              onChange={(changed) =>
                setMarks(
                  input,
                  list.flatMap((one, at) => (at !== index ? [one] : changed === undefined ? [] : [changed])),
                )
              }
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface RowProps {
  readonly mark: Mark;
  readonly duration: number;
  readonly onSeek: (time: number) => void;
  /** Undefined removes it. */
  readonly onChange: (mark: Mark | undefined) => void;
}

const MarkRow = ({ mark, duration, onSeek, onChange }: RowProps) => (
  <li>
    <span class={`video-mark-sign ${mark.kind}`} />
    <input
      aria-label="Name of the mark"
      value={mark.name}
      onChange={({ currentTarget }) => onChange({ ...mark, name: currentTarget.value })}
    />
    {(['from', 'to'] as const).map((side) => (
      <input
        key={side}
        type="number"
        step="0.01"
        min="0"
        max={duration}
        aria-label={side === 'from' ? 'Begins at second' : 'Ends at second'}
        value={mark[side].toFixed(2)}
        onChange={({ currentTarget }) => {
          const value = Number(currentTarget.value);
          const changed = { ...mark, [side]: value };
          if (Number.isFinite(value) && changed.from <= changed.to) onChange(changed);
          else currentTarget.value = mark[side].toFixed(2);
        }}
      />
    ))}
    <Button kind="quiet" onClick={() => onSeek(mark.from)}>
      Show
    </Button>
    <Button kind="quiet" label="Remove the mark" onClick={() => onChange(undefined)}>
      <Icon name="close" />
    </Button>
  </li>
);
