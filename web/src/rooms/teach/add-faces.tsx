// Adds faces: dropped, pasted or chosen pictures, and bursts of the camera. What is taken together stays together.
import '../../components/check-line.css';
import { signal, useSignal } from '@preact/signals';
import { FileButton } from '../../components/button.tsx';
import { DropZone } from '../../components/drop-zone.tsx';
import { Icon } from '../../components/icon.tsx';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { HandedFace } from '../../project/new-faces.ts';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { CameraBurst } from './camera-burst.tsx';
import { foundIn } from './faces-found.ts';
import { adding } from './teach-state.ts';

/** Faces that are written together. */
const facesAtOnce = 64;

const label = signal<string | undefined>(undefined);
const person = signal<string | undefined>(undefined);
const areCrops = signal(false);

interface Reject {
  readonly source: string;
  readonly reason: string;
}

export function AddFaces({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const { classes, people, noticeRead } = store.project.value;
  const progress = useSignal<{ readonly done: number; readonly of: number } | undefined>(undefined);
  const rejects = useSignal<readonly Reject[]>([]);
  const result = useSignal('');
  const state = store.state.value;
  const locked = noticeRead === undefined || (state.kind === 'open' && state.readOnly);
  const into = classes.some(({ name }) => name === label.value) ? label.value : undefined;
  const whose = people.some(({ id }) => id === person.value) ? person.value : undefined;

  const add = async (files: readonly File[]): Promise<void> => {
    if (locked) return;
    const refused: Reject[] = [];
    let added = 0;
    let twins = 0;
    result.value = '';
    progress.value = { done: 0, of: files.length };
    adding.value = files.length > facesAtOnce;
    // The table of faces is written once for many pictures.
    let waiting: HandedFace[] = [];
    const keep = async () => {
      const handed = waiting;
      waiting = [];
      if (handed.length === 0) return;
      try {
        const fresh = await store.addFaces(handed);
        added += fresh;
        twins += handed.length - fresh;
      } catch (error) {
        refused.push(...handed.map(({ source }) => ({ source, reason: sentencesOf(error).join('. ') })));
      }
    };
    for (const [index, file] of files.entries()) {
      try {
        const faces = areCrops.value
          ? [{ crop: await (await store.work()).call('crop', { file }) }]
          : await foundIn(studio, file);
        const burst = burstName(file);
        waiting.push(
          ...faces.map((face): HandedFace => ({ ...face, source: file.name, burst, label: into, subject: whose })),
        );
      } catch (error) {
        refused.push({ source: file.name, reason: sentencesOf(error)[0]! });
      }
      if (waiting.length >= facesAtOnce) await keep();
      progress.value = { done: index + 1, of: files.length };
    }
    await keep();
    adding.value = false;
    progress.value = undefined;
    rejects.value = refused;
    result.value = `Added ${added} face${added === 1 ? '' : 's'}${twins > 0 ? `, ${twins} ${twins === 1 ? 'was' : 'were'} there already` : ''}`;
    studio.announce(result.value);
  };

  return (
    <section aria-labelledby="teach-add">
      <h2 id="teach-add" class="hidden-text">
        Add faces
      </h2>
      <DropZone label="Pictures of faces" onFiles={(files) => void add(files.filter(isPicture))}>
        <div class="teach-add">
          <div class="teach-choices">
            <label>
              Label
              <select value={into ?? ''} onChange={(event) => (label.value = event.currentTarget.value || undefined)}>
                <option value="">Decide later</option>
                {classes.map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Person
              <select value={whose ?? ''} onChange={(event) => (person.value = event.currentTarget.value || undefined)}>
                <option value="">Not said</option>
                {people.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name || id}
                  </option>
                ))}
              </select>
            </label>
            <label class="check-line">
              <input
                type="checkbox"
                checked={areCrops.value}
                onChange={(event) => (areCrops.value = event.currentTarget.checked)}
              />
              These are face crops: take them whole
            </label>
          </div>
          <div class="buttons">
            <FileButton kind="primary" accept="image/*" onFiles={(files) => void add(files)}>
              <Icon name="photo" />
              Choose pictures
            </FileButton>
            <FileButton accept="image/*" folder onFiles={(files) => void add(files.filter(isPicture))}>
              <Icon name="folder" />
              Choose a folder
            </FileButton>
            <CameraBurst
              studio={studio}
              locked={locked}
              into={into}
              whose={whose}
              onResult={(text) => (result.value = text)}
            />
          </div>
          <p class="quiet">
            Or drop pictures here, or paste them.{' '}
            {noticeRead === undefined && <strong>Read the notice above first.</strong>}
          </p>
        </div>
      </DropZone>
      {progress.value !== undefined && (
        <Progress
          label={`Reading ${progress.value.done} of ${progress.value.of} pictures`}
          value={progress.value.done}
          max={progress.value.of}
        />
      )}
      {result.value !== '' && <StatusLine kind="ok">{result.value}</StatusLine>}
      {rejects.value.length > 0 && (
        <details class="teach-rejects">
          <summary>
            {rejects.value.length === 1 ? '1 picture was not added' : `${rejects.value.length} were not added`}
          </summary>
          <ul>
            {rejects.value.slice(0, 200).map(({ source, reason }, index) => (
              <li key={`${index} ${source}`}>
                <strong>{source}</strong>: {reason}
              </li>
            ))}
            {rejects.value.length > 200 && <li>and {rejects.value.length - 200} more</li>}
          </ul>
        </details>
      )}
    </section>
  );
}

const isPicture = ({ type, name }: File): boolean =>
  type.startsWith('image/') || /\.(png|jpe?g|webp|avif|gif|bmp)$/i.test(name);

/** Faces of one photograph are one burst; so are those of one file that is added twice. */
const burstName = (file: File): string => `file ${file.webkitRelativePath || file.name}`;
