// Who labels: the coder in whose name votes are kept, or a new one.
import { signal, useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import type { Studio } from '../../shell/studio.ts';

/** The coder who was chosen; a project without coders has none. */
export const coder = signal<string | undefined>(undefined);

export function CoderChoice({ studio, own }: { readonly studio: Studio; readonly own: string | undefined }) {
  const { project: store } = studio;
  const { coders } = store.project.value;
  const name = useSignal<string | undefined>(undefined);
  const add = () => {
    const wanted = name.value?.trim() ?? '';
    if (wanted !== '' && !coders.includes(wanted)) {
      store.change({ project: { ...store.project.value, coders: [...coders, wanted] } });
      coder.value = wanted;
    }
    name.value = undefined;
  };
  return (
    <div class="buttons">
      <label>
        Coder
        <select
          value={own ?? ''}
          disabled={coders.length === 0}
          onChange={(event) => (coder.value = event.currentTarget.value)}
        >
          {coders.length === 0 && <option value="">only you</option>}
          {coders.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      {name.value === undefined ? (
        <Button kind="quiet" onClick={() => (name.value = '')}>
          Add a coder
        </Button>
      ) : (
        <>
          <input
            aria-label="Name of the coder"
            value={name.value}
            maxLength={100}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
          <Button onClick={add}>Add</Button>
        </>
      )}
    </div>
  );
}
