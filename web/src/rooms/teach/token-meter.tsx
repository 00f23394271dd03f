// How much of what the text tower reads a description takes.
import { useSignal, useSignalEffect } from '@preact/signals';
import type { Studio } from '../../shell/studio.ts';

export function TokenMeter({
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
