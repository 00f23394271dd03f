// What can be taken away: results as JSON lines or CSV, and copies of pictures with their faces drawn in.
import { useSignal } from '@preact/signals';
import { Icon } from '../../../components/icon.tsx';
import { Menu } from '../../../components/menu.tsx';
import type { Studio } from '../../../shell/studio.ts';
import { cut } from '../answer.ts';
import { session } from '../camera/live.ts';
import { type Input, inputs, selected, tallies } from '../inputs.ts';
import { annotatedCopy } from './annotated-copy.ts';
import { moreColumns, resultRows } from './result-rows.ts';
import { saveFile } from './save-file.ts';

export function ExportMenu({ studio }: { readonly studio: Studio }) {
  const failed = useSignal<string | undefined>(undefined);
  const waiting = tallies.value.waiting;
  const isEmpty = waiting === inputs.value.length && session.value === undefined;
  const picture = selected.value?.state.value.kind === 'picture' ? selected.value : undefined;
  const attempt = (work: () => Promise<string>) => async () => {
    failed.value = undefined;
    try {
      studio.announce(await work());
    } catch (error) {
      failed.value = (error as Error).message;
    }
  };
  const note = waiting === 0 ? '' : ` ${waiting} that wait are not in it.`;
  return (
    <>
      <Menu
        kind="primary"
        disabled={isEmpty}
        label={
          <>
            <Icon name="save" />
            Save results
          </>
        }
        items={[
          {
            label: 'CSV',
            about: `A line for each face: file, frame, timestamp, face_id, confidence, success and more.${note}`,
            onChoose: attempt(() => saveTable(studio, 'csv')),
          },
          {
            label: 'JSON lines',
            about: `A line for each picture or frame, with everything that is known of it.${note}`,
            onChoose: attempt(() => saveTable(studio, 'jsonl')),
          },
          {
            label: 'Annotated copy of this picture',
            about: 'A JPEG with its faces drawn in, without place, time and camera',
            disabled: picture === undefined,
            onChoose: attempt(() => saveCopy(picture!)),
          },
          {
            label: 'Annotated copies of all pictures',
            about: 'A zip of such copies, under the names of their pictures',
            disabled: !inputs.value.some(({ state }) => state.value.kind === 'picture'),
            onChoose: attempt(() => saveCopies(studio)),
          },
        ]}
      />
      {failed.value !== undefined && (
        <p class="look-failed" role="alert">
          Nothing was saved: {failed.value}
        </p>
      )}
    </>
  );
}

async function saveTable(studio: Studio, format: 'csv' | 'jsonl'): Promise<string> {
  const { value } = studio.ready;
  if (value.kind !== 'ready') throw new Error('the recogniser is not open');
  const rows = resultRows(inputs.value, cut.value);
  const isVideo = session.value !== undefined || inputs.value.some(({ state }) => state.value.kind === 'video');
  const table = await (await studio.look).call('table', {
    format,
    rows,
    classes: value.classes,
    smooth: isVideo,
    baseline: isVideo,
    columns: moreColumns,
  });
  saveFile(table, `expressions.${format}`);
  return `${rows.length} rows were saved`;
}

async function saveCopy({ file, name, state: { value } }: Input): Promise<string> {
  if (value.kind !== 'picture') throw new Error('the picture is not recognised yet');
  const stem = name
    .split('/')
    .at(-1)!
    .replace(/\.[^.]+$/, '');
  saveFile(await annotatedCopy(file, value.result.row.faces, cut.value), `${stem}-annotated.jpg`);
  return 'The annotated copy was saved';
}

/** Pictures that can be read, with and without faces. */
async function saveCopies(studio: Studio): Promise<string> {
  const files: { readonly path: string; readonly blob: Blob }[] = [];
  const taken = new Set<string>();
  for (const { file, name, state } of inputs.value) {
    const { value } = state;
    if (value.kind !== 'picture' || value.result.size === undefined) continue;
    files.push({
      path: freePath(taken, name.replace(/\.[^./]+$/, '')),
      blob: await annotatedCopy(file, value.result.row.faces, cut.value),
    });
  }
  if (files.length === 0) throw new Error('no picture can be read');
  saveFile(await (await studio.look).call('zip', { files }), 'annotated.zip');
  return `${files.length} annotated copies were saved`;
}

/** Pictures of two folders may have one name. */
function freePath(taken: Set<string>, stem: string): string {
  let path = `${stem}-annotated.jpg`;
  for (let count = 2; taken.has(path); count++) path = `${stem}-annotated-${count}.jpg`;
  taken.add(path);
  return path;
}
