// What the room shows before there is anything: the ways in, and an example that needs nothing.
import { Button, FileButton } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Progress } from '../../components/progress.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { CameraButton } from './camera/camera-button.tsx';
import { accepted } from './look-view.tsx';

interface Props {
  readonly studio: Studio;
  readonly onFiles: (files: readonly File[]) => void;
}

export const Invitation = ({ studio, onFiles }: Props) => (
  <div class="look-invitation">
    <div class="look-words">
      <h1>What does this face show?</h1>
      <p class="look-lead">
        Drop photos, folders or a video anywhere on this page, paste a picture, or choose one. Faces are found and
        recognised in this tab; nothing is sent anywhere.
      </p>
      <div class="buttons">
        <FileButton kind="primary" accept={accepted} onFiles={onFiles}>
          <Icon name="photo" />
          Choose photos or videos
        </FileButton>
        <FileButton folder onFiles={onFiles}>
          <Icon name="folder" />
          Choose a folder
        </FileButton>
        <CameraButton studio={studio} />
      </div>
      <ReadyLine studio={studio} />
    </div>
    <Example onFiles={onFiles} />
  </div>
);

/** The recogniser's state, at a height that does not change. */
function ReadyLine({ studio }: { readonly studio: Studio }) {
  const { value } = studio.ready;
  return (
    <div class="look-ready">
      {value.kind === 'loading' && (
        <Progress
          label={
            value.total === undefined
              ? 'The recogniser is being opened'
              : `First visit: ${(value.loaded! / 1e6).toFixed(0)} of ${(value.total / 1e6).toFixed(0)} MB are kept on this device`
          }
          value={value.loaded}
          max={value.total}
        />
      )}
      {value.kind === 'ready' && (
        <StatusLine kind="ok">
          Ready. The recogniser knows {listed(value.classes)}, and says when it is unsure.
        </StatusLine>
      )}
      {value.kind === 'failed' && <StatusLine kind="bad">{sentencesOf(value.error).join('. ')}</StatusLine>}
    </div>
  );
}

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** The portrait that ships: public domain, NASA. */
function Example({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const take = async () => {
    const response = await fetch(new URL('example.jpg', document.baseURI));
    onFiles([new File([await response.blob()], 'example.jpg', { type: 'image/jpeg' })]);
  };
  return (
    <figure class="look-example">
      <img src="./example.jpg" alt="An astronaut in an orange suit, smiling" width="512" height="512" />
      <figcaption>
        <Button onClick={() => void take()}>Try this portrait</Button>
        <small>Eileen Collins, NASA, public domain</small>
      </figcaption>
    </figure>
  );
}
