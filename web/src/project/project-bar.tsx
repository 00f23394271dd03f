// The project that is open: its name, whether it is saved, and how to open, save and leave it.
import './project-bar.css';
import { useSignal } from '@preact/signals';
import { Button, FileButton } from '../components/button.tsx';
import { StatusLine } from '../components/status-line.tsx';
import type { Studio } from '../shell/studio.ts';
import { sentencesOf } from '../work/work-failure.ts';
import { download } from './download.ts';
import { ProjectDrawer } from './project-drawer.tsx';

export function ProjectBar({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const busy = useSignal<string | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const choosing = useSignal(false);
  const during = async (what: string, action: (say: (text: string) => void) => Promise<void>) => {
    busy.value = what;
    failure.value = undefined;
    try {
      await action((text) => (busy.value = text));
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = undefined;
    }
  };
  const save = () =>
    during('Packing', async (say) => {
      await store.saved();
      const onProgress = (progress: unknown) =>
        say(`Packing: ${(((progress as { done: number }).done ?? 0) / 1e6).toFixed(1)} MB`);
      download(await (await store.work()).call('zip', { which: 'all' }, { onProgress }));
    });
  const open = ([file]: readonly File[]) =>
    during('Unpacking', async (say) => {
      await store.unpack(file!, (progress) => {
        const { done, of } = progress as { done: number; of: number };
        say(`Unpacking ${done} of ${of} files`);
      });
      studio.announce(`Opened ${store.project.value.name}, ${store.faces.value.length} faces`);
    });
  const rename = (name: string) => {
    if (name.trim() !== '') store.change({ project: { ...store.project.value, name: name.trim() } });
  };
  const choose = (name: string | undefined) => {
    choosing.value = false;
    void during(name === undefined ? 'Making a project' : 'Opening', () =>
      name === undefined ? store.openNamed(`project-${Date.now().toString(36)}`, 'New project') : store.openNamed(name),
    );
  };
  return (
    <section class="project-bar" aria-label="Project">
      <label class="project-bar-name">
        <span class="hidden-text">Name of the project</span>
        <input
          value={store.project.value.name}
          maxLength={200}
          onChange={(event) => rename(event.currentTarget.value)}
        />
      </label>
      <SavedLine studio={studio} busy={busy.value} />
      <div class="buttons">
        <Button onClick={() => void save()} busy={busy.value !== undefined}>
          Save as zip
        </Button>
        <FileButton accept=".zip,application/zip" multiple={false} onFiles={(files) => void open(files)}>
          Open zip
        </FileButton>
        <Button kind="quiet" onClick={() => (choosing.value = true)}>
          Projects
        </Button>
      </div>
      {failure.value !== undefined && <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>}
      <ProjectDrawer studio={studio} open={choosing.value} onClose={() => (choosing.value = false)} onOpen={choose} />
    </section>
  );
}

function SavedLine({ studio, busy }: { readonly studio: Studio; readonly busy: string | undefined }) {
  const { saving, kept, faces } = studio.project;
  const { value } = saving;
  if (value.kind === 'failed')
    return <StatusLine kind="bad">Not saved: {sentencesOf(value.error).join('. ')}</StatusLine>;
  const count = `${faces.value.length} face${faces.value.length === 1 ? '' : 's'}`;
  const where = kept.value ? 'kept by this browser' : 'in this browser, which may clear it: save a zip too';
  return (
    <p class="project-bar-saved">{busy ?? (value.kind === 'saving' ? `${count} · saving` : `${count} · ${where}`)}</p>
  );
}
