// Adds faces: dropped, pasted or chosen pictures, and bursts of the camera. What is taken together stays together.
import '../../components/check-line.css';
import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button, FileButton } from '../../components/button.tsx';
import { DropZone } from '../../components/drop-zone.tsx';
import { Icon } from '../../components/icon.tsx';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { HandedFace } from '../../project/new-faces.ts';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { adding } from './teach-state.ts';

/** Side of the crops: twice that of the model that ships, so that larger ones can use them too. */
const side = 96;

/** Pictures of a burst, and seconds between them. */
const burstLength = 8;
const burstPause = 0.2;

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
      const fresh = await store.addFaces(handed);
      added += fresh;
      twins += handed.length - fresh;
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
        if (waiting.length >= facesAtOnce) await keep();
      } catch (error) {
        refused.push({ source: file.name, reason: sentencesOf(error)[0]! });
      }
      progress.value = { done: index + 1, of: files.length };
    }
    await keep().catch((error: unknown) =>
      refused.push({ source: 'The last pictures', reason: sentencesOf(error)[0]! }),
    );
    adding.value = false;
    progress.value = undefined;
    rejects.value = refused;
    result.value = `Added ${added} face${added === 1 ? '' : 's'}${twins > 0 ? `, ${twins} were there already` : ''}`;
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
            {rejects.value.length} picture{rejects.value.length === 1 ? '' : 's'} gave no face
          </summary>
          <ul>
            {rejects.value.slice(0, 200).map(({ source, reason }) => (
              <li key={source}>
                <strong>{source}</strong>: {reason}
              </li>
            ))}
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

async function foundIn(studio: Studio, file: File | ImageBitmap) {
  const { status, reason, faces } = await (await studio.look).call('faces', { picture: file, side });
  if (status !== 'ok') throw new Error(reason ?? 'No face was found');
  const good = faces.filter((face) => face.status === 'ok');
  if (good.length === 0) throw new Error('The face is too small');
  return good.map(({ crop, box }) => ({ crop, ...(box && { box: rounded(box) }) }));
}

const rounded = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return { x: tenth(x), y: tenth(y), width: tenth(width), height: tenth(height) };
};

interface CameraBurstProps {
  readonly studio: Studio;
  readonly locked: boolean;
  readonly into: string | undefined;
  readonly whose: string | undefined;
  readonly onResult: (text: string) => void;
}

/** Takes a few pictures in a row: one group, which is never divided between training and test. */
function CameraBurst({ studio, locked, into, whose, onResult }: CameraBurstProps) {
  const { camera, project: store } = studio;
  const taking = useSignal(0);
  const video = useRef<HTMLVideoElement>(null);
  const status = camera.status.value;
  const stream = status.kind === 'on' ? status.stream : undefined;
  useEffect(() => {
    if (stream === undefined || video.current === null) return;
    video.current.srcObject = stream;
    void video.current.play().catch(() => {});
  }, [stream]);

  const take = async (): Promise<void> => {
    if (taking.value > 0 || video.current === null) return;
    const burst = `camera ${new Date().toISOString()}`;
    const begin = performance.now();
    const handed: HandedFace[] = [];
    // What is in view is asked again when the faces are there.
    adding.value = true;
    onResult('');
    try {
      if (video.current.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
        await new Promise((shown) => video.current!.addEventListener('loadeddata', shown, { once: true }));
      // At an even pace, whatever time it takes to find the faces.
      const pictures: { readonly picture: ImageBitmap; readonly time: number }[] = [];
      for (let count = 1; count <= burstLength; count++) {
        taking.value = count;
        const time = (performance.now() - begin) / 1000;
        pictures.push({ picture: await createImageBitmap(video.current), time });
        await new Promise((done) =>
          setTimeout(done, Math.max(0, begin + count * burstPause * 1000 - performance.now())),
        );
      }
      for (const { picture, time } of pictures) {
        const faces = await foundIn(studio, picture).catch(() => []);
        picture.close();
        handed.push(...faces.map((face) => ({ ...face, source: 'camera', time, burst, label: into, subject: whose })));
      }
      const added = handed.length === 0 ? 0 : await store.addFaces(handed);
      onResult(added === 0 ? 'No face was in view' : `Added ${added} face${added === 1 ? '' : 's'} of one burst`);
    } catch (error) {
      onResult(sentencesOf(error)[0]!);
    } finally {
      adding.value = false;
      taking.value = 0;
    }
  };

  if (stream === undefined) {
    return (
      <>
        <Button disabled={locked} busy={status.kind === 'asking'} onClick={() => void camera.start()}>
          <Icon name="camera" />
          Use the camera
        </Button>
        {status.kind === 'refused' && <StatusLine kind="bad">{status.reason}</StatusLine>}
      </>
    );
  }
  return (
    <>
      <video ref={video} muted playsInline class="teach-burst" aria-label="The camera" />
      <Button kind="primary" disabled={locked} busy={taking.value > 0} onClick={() => void take()}>
        {taking.value > 0
          ? `Picture ${taking.value} of ${burstLength}`
          : `Take a burst${into === undefined ? '' : ` of ${into}`}`}
      </Button>
      <Button onClick={() => camera.stop()}>Stop the camera</Button>
    </>
  );
}
