// Every project that this browser keeps: open one, make a new one, delete those that are not wanted any more.
import './project-drawer.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { StatusLine } from '../components/status-line.tsx';
import type { Studio } from '../shell/studio.ts';
import type { StoredProject } from '../work/tasks/project/stored-projects.ts';
import { sentencesOf } from '../work/work-failure.ts';

interface Props {
  readonly studio: Studio;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Opens one of these; without a name, a new one. */
  readonly onOpen: (name: string | undefined) => void;
}

export function ProjectDrawer({ studio, open, onClose, onOpen }: Props) {
  const { project: store } = studio;
  const list = useSignal<readonly StoredProject[] | undefined>(undefined);
  const asked = useSignal<string | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const during = async (action: () => Promise<void>) => {
    failure.value = undefined;
    try {
      await action();
      list.value = await store.stored();
    } catch (error) {
      failure.value = error;
    }
  };
  useEffect(() => {
    if (!open) return;
    asked.value = undefined;
    void during(() => store.saved());
  }, [open]);
  const remove = async ({ name, title }: StoredProject) => {
    await during(() => store.remove(name));
    asked.value = undefined;
    if (failure.value === undefined) studio.announce(`Deleted ${title ?? name}`);
  };
  const { value: state } = store.state;
  const current = state.kind === 'open' ? state.name : undefined;
  return (
    <Dialog drawer open={open} title="Projects in this browser" onClose={onClose}>
      <Button kind="primary" onClick={() => onOpen(undefined)}>
        New project
      </Button>
      {failure.value !== undefined && <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>}
      <ul class="project-drawer">
        {list.value?.map((one) => (
          <li key={one.name}>
            <div>
              <strong>{one.title ?? one.name}</strong>
              <small>{one.title === undefined ? 'Its files cannot be read' : wordsOf(one)}</small>
            </div>
            {one.name === current ? (
              <span class="quiet">open</span>
            ) : asked.value === one.name ? (
              <div class="buttons">
                <Button kind="danger" onClick={() => void remove(one)}>
                  Delete {one.faces} face{one.faces === 1 ? '' : 's'}
                </Button>
                <Button onClick={() => (asked.value = undefined)}>Keep</Button>
              </div>
            ) : (
              <div class="buttons">
                <Button onClick={() => onOpen(one.name)}>Open</Button>
                <Button kind="quiet" label={`Delete ${one.title ?? one.name}`} onClick={() => (asked.value = one.name)}>
                  <Icon name="trash" />
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <p class="quiet">
        A project's name is changed in the bar while it is open. What is deleted here is gone: save a zip first to keep
        it.
      </p>
    </Dialog>
  );
}

const wordsOf = ({ faces, saved }: StoredProject): string =>
  `${faces} face${faces === 1 ? '' : 's'}, saved ${new Date(saved).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}`;
