// The project that is open: its name, whether it is saved, and how to open, save and leave it.
import './project-bar.css';
import { useSignal } from '@preact/signals';
import { Button, FileButton } from '../components/button.tsx';
import { Menu } from '../components/menu.tsx';
import { StatusLine } from '../components/status-line.tsx';
import type { Studio } from '../shell/studio.ts';
import { sentencesOf } from '../work/work-failure.ts';
import { canChooseFolders, chosenFolder } from './choose-folder.ts';
import { download } from './download.ts';
import { ProjectDrawer } from './project-drawer.tsx';

export function ProjectBar({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const busy = useSignal<string | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const said = useSignal('');
  const choosing = useSignal(false);
  const during = async (what: string, action: (say: (text: string) => void) => Promise<void>) => {
    busy.value = what;
    failure.value = undefined;
    said.value = '';
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
  const open = (from: File | FileSystemDirectoryHandle) =>
    during('Opening', async (say) => {
      await store.adopt(from, (progress) => {
        const { done, of } = progress as { done: number; of: number };
        say(`Copying ${done} of ${of} files`);
      });
      studio.announce(`Opened ${store.project.value.name}, ${store.faces.value.length} faces`);
    });
  const copyTo = (folder: FileSystemDirectoryHandle) =>
    during('Copying', async (say) => {
      await store.saved();
      const onProgress = (progress: unknown) => {
        const { done, of } = progress as { done: number; of: number };
        say(`Copying ${done} of ${of} files`);
      };
      const name = await (await store.work()).call('copyToFolder', { folder }, { onProgress });
      said.value = `Saved as the folder ${name} in ${folder.name}`;
      studio.announce(said.value);
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
        <FileButton accept=".zip,application/zip" multiple={false} onFiles={([file]) => void open(file!)}>
          Open zip
        </FileButton>
        {canChooseFolders && (
          <Menu
            label="Folder"
            disabled={busy.value !== undefined}
            items={[
              {
                label: 'Save into a folder',
                about: 'A copy in a folder of its own, as commands read it',
                onChoose: () => void chosenFolder('readwrite').then((folder) => folder && copyTo(folder)),
              },
              {
                label: 'Open a folder',
                about: 'A copy of the project that is in it',
                onChoose: () => void chosenFolder('read').then((folder) => folder && open(folder)),
              },
            ]}
          />
        )}
        <Button kind="quiet" onClick={() => (choosing.value = true)}>
          Projects
        </Button>
      </div>
      {failure.value !== undefined && <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>}
      {said.value !== '' && <StatusLine kind="ok">{said.value}</StatusLine>}
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
