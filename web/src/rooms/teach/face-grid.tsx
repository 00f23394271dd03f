// All faces of the project, thousands if need be: only those in view are in the page. Select some, then label, name or remove them.
import { computed, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { classColour } from '../../components/class-style.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaceImage } from '../../project/face-image.tsx';
import { type FaceRecord, notAFace, type ProjectStore } from '../../project/project-store.ts';
import type { Studio } from '../../shell/studio.ts';
import { selected } from './selected-faces.ts';
import { answerFor, head } from './teach-state.ts';

const cell = 92;
const rowHeight = 116;

export function FaceGrid({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const { faces } = store;
  const filter = studio.route.value.parameters.show ?? 'all';
  const shown = filtered(store, filter);
  if (faces.value.length === 0) {
    return (
      <EmptyState
        title="No faces yet"
        lead="Choose pictures, drop them here, or take a burst with the camera. Ten of each class are a good start; more people help more than more pictures."
      />
    );
  }
  return (
    <section aria-labelledby="teach-faces">
      <div class="teach-grid-head">
        <h2 id="teach-faces">
          {shown.length} face{shown.length === 1 ? '' : 's'}
        </h2>
        <label>
          Show
          <select value={filter} onChange={(event) => studio.setParameters({ show: event.currentTarget.value })}>
            <option value="all">all</option>
            <option value="unlabelled">without a label</option>
            <option value="doubtful">where label and head disagree</option>
            <option value={notAFace}>{notAFace}</option>
            {store.project.value.classes.map(({ name }) => (
              <option key={name} value={`class ${name}`}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Selection store={store} shown={shown} />
      </div>
      <Cells store={store} shown={shown} />
    </section>
  );
}

function filtered(store: ProjectStore, filter: string): readonly FaceRecord[] {
  const { value: faces } = store.faces;
  if (filter === 'unlabelled') return faces.filter(({ label }) => label === undefined);
  if (filter === notAFace) return faces.filter(({ label }) => label === notAFace);
  if (filter.startsWith('class ')) return faces.filter(({ label }) => label === filter.slice(6));
  if (filter === 'doubtful') {
    void head.value;
    return faces.filter(
      ({ path, label }) => label !== undefined && label !== notAFace && guessOf(path)?.name !== label,
    );
  }
  return faces;
}

/** What the head says, by the project's own name of the class. */
function guessOf(path: string): { readonly name: string; readonly confidence: number } | undefined {
  const found = answerFor(path);
  if (found === undefined) return undefined;
  let best = 0;
  for (let index = 1; index < found.classes.length; index++)
    if (found.probabilities[index]! > found.probabilities[best]!) best = index;
  return { name: found.classes[best]!, confidence: found.probabilities[best]! };
}

const count = computed(() => selected.value.size);

function Selection({ store, shown }: { readonly store: ProjectStore; readonly shown: readonly FaceRecord[] }) {
  const asked = useSignal(false);
  const change = (next: Partial<FaceRecord>) =>
    store.change({
      faces: store.faces.value.map((face) => (selected.value.has(face.path) ? { ...face, ...next } : face)),
    });
  const clear = () => {
    selected.value = new Set();
    asked.value = false;
  };
  if (count.value === 0) {
    return (
      <Button kind="quiet" onClick={() => (selected.value = new Set(shown.map(({ path }) => path)))}>
        Select all shown
      </Button>
    );
  }
  return (
    <div class="teach-selection" role="toolbar" aria-label="Selected faces">
      <span>{count.value} selected</span>
      <select
        aria-label="Label of the selected faces"
        value=""
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ label: value === ' ' ? undefined : value });
          event.currentTarget.value = '';
        }}
      >
        <option value="">Label as ...</option>
        {store.project.value.classes.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <option value={notAFace}>{notAFace}</option>
        <option value=" ">no label</option>
      </select>
      <select
        aria-label="Person of the selected faces"
        value=""
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ person: value === ' ' ? undefined : value });
          event.currentTarget.value = '';
        }}
      >
        <option value="">Person ...</option>
        {store.project.value.people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name || id}
          </option>
        ))}
        <option value=" ">not said</option>
      </select>
      {asked.value ? (
        <Button
          kind="danger"
          onClick={() => {
            void store.removeFaces(selected.value);
            clear();
          }}
        >
          Remove {count.value} for good
        </Button>
      ) : (
        <Button kind="danger" onClick={() => (asked.value = true)}>
          Remove
        </Button>
      )}
      <Button kind="quiet" onClick={clear}>
        Clear
      </Button>
    </div>
  );
}

function Cells({ store, shown }: { readonly store: ProjectStore; readonly shown: readonly FaceRecord[] }) {
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const size = useSignal({ columns: 6, height: 480 });
  const focused = useSignal(0);
  const wantsFocus = useRef(false);
  useLayoutEffect(() => {
    const element = box.current!;
    const measure = () => {
      size.value = { columns: Math.max(1, Math.floor(element.clientWidth / cell)), height: element.clientHeight };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [size]);
  const { columns, height } = size.value;
  const rows = Math.ceil(shown.length / columns);
  const first = Math.max(0, Math.floor(top.value / rowHeight) - 1);
  const last = Math.min(rows, Math.ceil((top.value + height) / rowHeight) + 1);
  const current = Math.min(focused.value, Math.max(0, shown.length - 1));
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    box.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)?.focus();
  });
  const toggle = (path: string) => {
    const next = new Set(selected.value);
    if (!next.delete(path)) next.add(path);
    selected.value = next;
  };
  const move = (event: KeyboardEvent) => {
    const step = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -shown.length,
      End: shown.length,
    }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(shown.length - 1, Math.max(0, current + step));
    focused.value = next;
    wantsFocus.current = true;
    const row = Math.floor(next / columns) * rowHeight;
    const element = box.current!;
    if (row < element.scrollTop) element.scrollTop = row;
    else if (row + rowHeight > element.scrollTop + height) element.scrollTop = row + rowHeight - height;
    top.value = element.scrollTop;
  };
  const visible = shown.slice(first * columns, last * columns);
  const classes = store.project.value.classes.map(({ name }) => name);
  return (
    <div ref={box} class="teach-grid" onScroll={(event) => (top.value = event.currentTarget.scrollTop)}>
      <ul style={{ height: `${rows * rowHeight}px` }} onKeyDown={move}>
        {visible.map((face, at) => {
          const index = first * columns + at;
          return (
            <li
              key={face.path}
              style={{
                top: `${Math.floor(index / columns) * rowHeight}px`,
                left: `${(100 / columns) * (index % columns)}%`,
                width: `${100 / columns}%`,
                height: `${rowHeight}px`,
              }}
            >
              <button
                type="button"
                class="teach-face"
                data-index={index}
                tabIndex={index === current ? 0 : -1}
                aria-pressed={selected.value.has(face.path)}
                aria-label={`Face ${index + 1}: ${face.label ?? 'no label'}${face.person === undefined ? '' : `, ${face.person}`}`}
                onFocus={() => (focused.value = index)}
                onClick={() => toggle(face.path)}
              >
                <FaceImage store={store} path={face.path} size={80} />
                <span class="teach-face-label">
                  <i
                    style={{
                      background: face.label === undefined ? 'transparent' : classColour(classes.indexOf(face.label)),
                    }}
                  />
                  {face.label ?? 'no label'}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
