// The split that training would use, as a picture: which people and bursts train, choose and test.
import { useSignal, useSignalEffect } from '@preact/signals';
import { classColour } from '../../components/class-style.tsx';
import { Figure } from '../../components/figure.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { groupsOf, listed } from './listed.ts';

interface SplitView {
  readonly classes: readonly string[];
  readonly samples: readonly {
    readonly id: string;
    readonly split: string;
    readonly label: number;
    readonly group: string | undefined;
  }[];
  readonly test: readonly { readonly name: string; readonly groups: number; readonly faces: number }[];
}

const titles = { train: 'Training', valid: 'Validation', test: 'Test' } as const;

export function SplitPicture({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const found = useSignal<SplitView | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  useSignalEffect(() => {
    void store.faces.value;
    void store.project.value;
    const timer = setTimeout(async () => {
      try {
        await store.saved();
        found.value = await (await store.work()).call('split', {});
        failure.value = undefined;
      } catch (error) {
        found.value = undefined;
        failure.value = error;
      }
    }, 200);
    return () => clearTimeout(timer);
  });
  if (failure.value !== undefined)
    return <StatusLine kind="unsure">{sentencesOf(failure.value).join('. ')}</StatusLine>;
  const { value } = found;
  if (value === undefined) return null;
  const rows = (['train', 'valid', 'test'] as const).map((split) => {
    const own = value.samples.filter((sample) => sample.split === split);
    return {
      split,
      faces: own.length,
      groups: new Set(own.map(({ group, id }) => group ?? id)).size,
      perClass: value.classes.map((_, label) => own.filter((sample) => sample.label === label).length),
    };
  });
  const total = Math.max(1, value.samples.length);
  const poor = value.test.filter(({ groups }) => groups < 2);
  return (
    <>
      <Figure
        caption={`${rows.map(({ split, faces, groups }) => `${titles[split]}: ${faces} face${faces === 1 ? '' : 's'} of ${groupsOf(groups)}`).join('. ')}. No person and no burst is on two sides.`}
        table={{
          columns: ['Side', 'Faces', 'People or bursts', ...value.classes],
          rows: rows.map(({ split, faces, groups, perClass }) => [titles[split], faces, groups, ...perClass]),
        }}
      >
        <div class="teach-split">
          {rows.map(({ split, faces, perClass }) => (
            <div key={split} style={{ flexGrow: String(Math.max(faces / total, 0.08)) }}>
              <span>
                {titles[split]} {faces}
              </span>
              <div class="teach-split-bar">
                {perClass.map((count, label) =>
                  count === 0 ? null : (
                    <i key={value.classes[label]} style={{ flexGrow: String(count), background: classColour(label) }} />
                  ),
                )}
              </div>
            </div>
          ))}
        </div>
      </Figure>
      {poor.length > 0 && (
        <StatusLine kind="unsure">
          No test number can be given yet: it takes two people or bursts of each class to test on, and there{' '}
          {poor.length === 1 ? 'is' : 'are'} only {listed(poor.map(({ name, groups }) => `${groups} of ${name}`))}. Add
          faces of other people
        </StatusLine>
      )}
    </>
  );
}
