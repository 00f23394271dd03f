// The whole room: an invitation while there is nothing, then a list, the picture and its faces.
import './look.css';
import { useCallback, useEffect } from 'preact/hooks';
import { Button, FileButton } from '../../components/button.tsx';
import { DropZone } from '../../components/drop-zone.tsx';
import { Icon } from '../../components/icon.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import { CameraButton } from './camera/camera-button.tsx';
import { CameraView } from './camera/camera-view.tsx';
import { session } from './camera/live.ts';
import { followCut } from './cut-control.tsx';
import { ExportMenu } from './export/export-menu.tsx';
import { InputList } from './input-list.tsx';
import { addInputs, inputs, removeInputs, selected } from './inputs.ts';
import { Invitation } from './invitation.tsx';
import { PictureView } from './picture-view.tsx';
import { recogniseInputs } from './recognise-inputs.ts';

/** What the file pickers offer. */
export const accepted = 'image/*,video/*,.mkv,.mov';

export function LookView({ studio }: { readonly studio: Studio }) {
  const add = useCallback(
    (files: readonly File[]) => {
      addInputs(files);
      studio.announce(files.length === 1 ? '1 file was added' : `${files.length} files were added`);
      void recogniseInputs(studio);
    },
    [studio],
  );
  useEffect(() => followCut(studio), [studio]);
  const isLive = studio.camera.status.value.kind === 'on';
  const isEmpty = inputs.value.length === 0 && session.value === undefined && !isLive;
  return (
    <DropZone label="Photos, folders and videos can be dropped or pasted here" onFiles={add}>
      {isEmpty ? <Invitation studio={studio} onFiles={add} /> : <Filled studio={studio} onFiles={add} />}
    </DropZone>
  );
}

interface Props {
  readonly studio: Studio;
  readonly onFiles: (files: readonly File[]) => void;
}

function Filled({ studio, onFiles }: Props) {
  const input = selected.value;
  const isLive = studio.camera.status.value.kind === 'on';
  return (
    <>
      <header class="look-head">
        <h1>Look</h1>
        <div class="buttons">
          <FileButton accept={accepted} onFiles={onFiles}>
            <Icon name="photo" />
            Add files
          </FileButton>
          <FileButton folder onFiles={onFiles}>
            <Icon name="folder" />
            Add a folder
          </FileButton>
          {!isLive && <CameraButton studio={studio} />}
          <ExportMenu studio={studio} />
          <Button kind="quiet" onClick={clear}>
            Clear
          </Button>
        </div>
      </header>
      {isLive ? (
        <div class="look-grid">
          <CameraView studio={studio} />
        </div>
      ) : (
        <>
          {session.value !== undefined && <LiveNote />}
          <div class={inputs.value.length > 1 ? 'look-grid with-list' : 'look-grid'}>
            {inputs.value.length > 1 && <InputList />}
            {input !== undefined && <PictureView key={input.id} studio={studio} input={input} />}
          </div>
        </>
      )}
    </>
  );
}

function clear(): void {
  removeInputs(inputs.value);
  session.value = undefined;
}

/** What the camera gave is kept until it is cleared. */
const LiveNote = () => {
  const rows = session.value?.rows ?? [];
  return (
    <StatusLine kind="ok">
      The camera is off. {rows.length} frames in {(rows.at(-1)?.timestamp ?? 0).toFixed(1)} s were recognised; “Save
      results” has them.
    </StatusLine>
  );
};
