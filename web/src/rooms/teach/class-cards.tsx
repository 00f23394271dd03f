// The classes: their names, what one sees on such a face, and how many faces there are.
import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { NameForm } from '../../components/name-form.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import { notAFace } from '../../project/project-store.ts';
import type { Studio } from '../../shell/studio.ts';
import { ClassCard } from './class-card.tsx';
import { type RemovedClass, restoreClass } from './remove-class.ts';

const presets: readonly { readonly label: string; readonly names: readonly string[] }[] = [
  {
    label: 'Eight expressions',
    names: ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'disgust', 'anger', 'contempt'],
  },
  { label: 'Seven expressions', names: ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'disgust', 'anger'] },
  { label: 'Happy or not', names: ['neutral', 'happiness'] },
];

export function ClassCards({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const { classes } = store.project.value;
  const setClasses = (next: typeof classes) => store.change({ project: { ...store.project.value, classes: next } });
  const add = (names: readonly string[]) => {
    const fresh = names
      .map((each) => each.trim())
      .filter((each) => each !== '' && !classes.some((known) => known.name === each));
    if (fresh.length > 0) setClasses([...classes, ...fresh.map((each) => ({ name: each, description: '' }))]);
  };
  const refusal = (wanted: string): string | undefined => {
    if (classes.some((known) => known.name.toLowerCase() === wanted.toLowerCase()))
      return `There is a class "${wanted}" already`;
    return wanted === notAFace ? `"${notAFace}" marks pictures without a face, and is no class` : undefined;
  };
  const addOne = (wanted: string): string | undefined => {
    const reason = refusal(wanted);
    if (reason === undefined) add([wanted]);
    return reason;
  };
  const removed = useSignal<RemovedClass | undefined>(undefined);
  const restore = () => {
    if (removed.value === undefined) return;
    store.change(restoreClass({ project: store.project.value, faces: store.faces.value }, removed.value));
    removed.value = undefined;
  };
  return (
    <section aria-labelledby="teach-classes">
      <h2 id="teach-classes">Classes</h2>
      <ol class="teach-classes">
        {classes.map((own, index) => (
          <ClassCard key={own.name} studio={studio} index={index} onRemoved={(taken) => (removed.value = taken)} />
        ))}
      </ol>
      {removed.value !== undefined && (
        <div class="teach-removed">
          <StatusLine kind="quiet">{removed.value.own.name} was removed</StatusLine>
          <Button onClick={restore}>Put it back</Button>
        </div>
      )}
      <NameForm label="Name of a new class" placeholder="New class, e.g. wink" button="Add" onAdd={addOne}>
        {classes.length === 0 && (
          <Menu
            kind="plain"
            label="Start with"
            items={presets.map(({ label, names }) => ({ label, about: names.join(', '), onChoose: () => add(names) }))}
          />
        )}
      </NameForm>
    </section>
  );
}
