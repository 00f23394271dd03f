// The classes: their names, what one sees on such a face, and how many faces there are.
import { useSignal, useSignalEffect } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { ClassSwatch } from '../../components/class-style.tsx';
import { Icon } from '../../components/icon.tsx';
import { Menu } from '../../components/menu.tsx';
import { NameForm } from '../../components/name-form.tsx';
import { notAFace } from '../../project/project-store.ts';
import type { Studio } from '../../shell/studio.ts';

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
  return (
    <section aria-labelledby="teach-classes">
      <h2 id="teach-classes">Classes</h2>
      <ol class="teach-classes">
        {classes.map((own, index) => (
          <ClassCard key={own.name} studio={studio} index={index} />
        ))}
      </ol>
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

function ClassCard({ studio, index }: { readonly studio: Studio; readonly index: number }) {
  const { project: store } = studio;
  const { classes } = store.project.value;
  const { name, description } = classes[index]!;
  const count = store.faces.value.filter((face) => face.label === name).length;
  const asked = useSignal(false);
  const write = (text: string) =>
    store.change({
      project: {
        ...store.project.value,
        classes: classes.map((own) => (own.name === name ? { ...own, description: text } : own)),
      },
    });
  const remove = () => {
    const votes = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).filter(([, vote]) => vote !== name));
    store.change({
      project: { ...store.project.value, classes: classes.filter((own) => own.name !== name) },
      faces: store.faces.value.map((face) => ({
        ...face,
        label: face.label === name ? undefined : face.label,
        votes: votes(face.votes),
      })),
    });
  };
  return (
    <li class="teach-class">
      <div class="teach-class-top">
        <ClassSwatch index={index} />
        <strong>{name}</strong>
        <span class="teach-class-count">{count === 1 ? '1 face' : `${count} faces`}</span>
        {index < 9 && <kbd title="Key in labelling">{index + 1}</kbd>}
        <Button
          kind="quiet"
          label={`Remove the class ${name}`}
          onClick={() => {
            if (count === 0) remove();
            else asked.value = true;
          }}
        >
          <Icon name="close" />
        </Button>
      </div>
      {asked.value && (
        <div class="buttons">
          <Button kind="danger" onClick={remove}>
            Remove it; its {count} faces lose their label
          </Button>
          <Button onClick={() => (asked.value = false)}>Keep it</Button>
        </div>
      )}
      <details>
        <summary>{description === '' ? 'Describe what one sees' : description}</summary>
        <textarea
          aria-label={`What one sees on a face of ${name}`}
          rows={3}
          maxLength={4000}
          value={description}
          placeholder="raised cheeks, lip corners pulled up"
          onInput={(event) => write(event.currentTarget.value)}
        />
        <TokenMeter studio={studio} name={name} description={description} />
      </details>
    </li>
  );
}

/** How much of what the text tower reads a description takes. */
function TokenMeter({
  studio,
  name,
  description,
}: {
  readonly studio: Studio;
  readonly name: string;
  readonly description: string;
}) {
  const text = useSignal('');
  text.value = `${name}\n${description}`;
  const found = useSignal<{ readonly count: number; readonly most: number } | undefined>(undefined);
  useSignalEffect(() => {
    const wanted = text.value;
    const timer = setTimeout(async () => {
      const work = await studio.project.work();
      const tokens = await work
        .call('tokens', { name, description: wanted.slice(name.length + 1) })
        .catch(() => undefined);
      if (text.peek() === wanted) found.value = tokens;
    }, 250);
    return () => clearTimeout(timer);
  });
  const { value } = found;
  if (value === undefined) return null;
  const over = value.count > value.most;
  return (
    <div class="teach-tokens">
      <meter
        min={0}
        max={value.most}
        high={value.most - 8}
        value={Math.min(value.count, value.most)}
        aria-label="Tokens of the description"
      />
      <span class={over ? 'teach-over' : undefined}>
        {value.count} of {value.most} tokens{over && ': too long, shorten it'}
      </span>
    </div>
  );
}
