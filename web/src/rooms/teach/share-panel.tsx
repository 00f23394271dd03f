// What was taught, as files for other places: a pack, a run folder, ONNX, a model card, and how to use them in five lines.
import '../../components/check-line.css';
import { useSignal } from '@preact/signals';
import { Button } from '../../components/button.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import { download } from '../../project/download.ts';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';

export function SharePanel({ studio }: { readonly studio: Studio }) {
  const { project: store } = studio;
  const source = useSignal('head');
  const busy = useSignal<string | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const said = useSignal('');
  const onlyAgreed = useSignal(false);
  const trained = store.runs.value.filter(({ finished }) => finished);
  const make = async (what: string, action: () => Promise<File>) => {
    busy.value = what;
    failure.value = undefined;
    said.value = '';
    try {
      await store.saved();
      const file = await action();
      download(file);
      said.value = `${file.name}, ${(file.size / 1000).toFixed(0)} kB`;
      studio.announce(said.value);
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = undefined;
    }
  };
  const run = source.value;
  const isHead = run === 'head';
  const consenting = new Set(
    store.project.value.people.flatMap(({ id, consent }) => (consent?.state === 'given' ? [id] : [])),
  );
  const agreed = store.faces.value.filter(
    ({ person, consent }) =>
      consent === 'given' || (consent === undefined && person !== undefined && consenting.has(person)),
  ).length;
  const work = () => store.work();
  const file = `${store.state.value.kind === 'open' ? store.state.value.name : 'project'}-${run}.safetensors`;
  const button = (what: string, action: () => Promise<File>, kind: 'plain' | 'primary' = 'plain') => (
    <Button
      kind={kind}
      busy={busy.value === what}
      disabled={busy.value !== undefined}
      onClick={() => void make(what, action)}
    >
      {what}
    </Button>
  );
  return (
    <section aria-labelledby="teach-share">
      <h2 id="teach-share">Use it elsewhere</h2>
      <label class="teach-source">
        Recogniser
        <select value={run} onChange={(event) => (source.value = event.currentTarget.value)}>
          <option value="head">instant head, taught by all faces</option>
          {trained.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="buttons">
        {button('Pack', async () => (await work()).call('pack', { source: run }), 'primary')}
        {button('ONNX', async () => (await work()).call('onnx', { source: run }))}
        {!isHead && button('Run folder', async () => (await work()).call('runZip', { run }))}
        {!isHead && button('Model card', async () => (await work()).call('card', { run }))}
      </div>
      <p class="quiet">
        {isHead
          ? 'A pack holds class vectors and the features of the faces, so that faces can be added later; no pictures and no names.'
          : 'A pack of a run holds prompts; no pictures, no features and no names.'}
      </p>
      <h3>The project</h3>
      <label class="check-line">
        <input
          type="checkbox"
          checked={onlyAgreed.value}
          onChange={(event) => (onlyAgreed.value = event.currentTarget.checked)}
        />
        Only faces of people who agreed ({agreed} of {store.faces.value.length})
      </label>
      <div class="buttons">
        {button('Project as zip', async () =>
          (await work()).call('zip', { which: onlyAgreed.value ? 'agreed' : 'not refused' }),
        )}
      </div>
      <p class="quiet">Faces of people who refused stay here. To keep all of it, save the zip at the top.</p>
      {said.value !== '' && <StatusLine kind="ok">{said.value}</StatusLine>}
      {failure.value !== undefined && <StatusLine kind="bad">{sentencesOf(failure.value).join('. ')}</StatusLine>}
      <h3>In five lines</h3>
      <h4>In a page</h4>
      <pre>{`import { openRecogniser } from 'mpafer';
const recogniser = await openRecogniser('/${file}');
const { faces } = await recogniser.recognise(document.querySelector('img'));
console.log(faces[0]?.expression, faces[0]?.confidence);
await recogniser.release();`}</pre>
      <h4>In Node</h4>
      <pre>{`import { openRecogniser } from 'mpafer';
const recogniser = await openRecogniser('${file}');
const { faces } = await recogniser.recognise('photo.jpg');
console.log(faces[0]?.expression, faces[0]?.confidence);
await recogniser.release();`}</pre>
      <h4>On the command line</h4>
      <pre>{`npx mpafer predict --run ${file} photo.jpg
npx mpafer train --data project:${store.state.value.kind === 'open' ? store.state.value.name : 'project'}.mpafer.zip --out runs/mine`}</pre>
    </section>
  );
}
