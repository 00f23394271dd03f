// One class: its name, key and description, how many faces it has, and its removal, which asks where faces would lose their label.
import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { ClassSwatch } from '../../components/class-style.tsx';
import { Icon } from '../../components/icon.tsx';
import type { Studio } from '../../shell/studio.ts';
import { type RemovedClass, removeClass } from './remove-class.ts';
import { TokenMeter } from './token-meter.tsx';

interface ClassCardProps {
  readonly studio: Studio;
  readonly index: number;
  readonly onRemoved: (removed: RemovedClass) => void;
}

export function ClassCard({ studio, index, onRemoved }: ClassCardProps) {
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
    const { removed, ...left } = removeClass({ project: store.project.value, faces: store.faces.value }, name);
    store.change(left);
    onRemoved(removed);
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
