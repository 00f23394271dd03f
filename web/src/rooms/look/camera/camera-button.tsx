// Starts the camera: the only place where it is asked for, and only when it is pressed.
import { Button } from '../../../components/button.tsx';
import { Icon } from '../../../components/icon.tsx';
import { StatusLine } from '../../../components/status-line.tsx';
import type { Studio } from '../../../shell/studio.ts';

export function CameraButton({ studio }: { readonly studio: Studio }) {
  const { value } = studio.camera.status;
  return (
    <>
      <Button busy={value.kind === 'asking'} onClick={() => void studio.camera.start()}>
        <Icon name="camera" />
        {value.kind === 'asking' ? 'Allow it in the browser' : 'Start the camera'}
      </Button>
      {value.kind === 'refused' && <StatusLine kind="bad">{value.reason}</StatusLine>}
    </>
  );
}
