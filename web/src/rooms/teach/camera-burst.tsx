// Bursts of the camera: a few pictures in a row are one group, which is never divided between training and test.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { StatusLine } from '../../components/status-line.tsx';
import type { HandedFace } from '../../project/new-faces.ts';
import type { Studio } from '../../shell/studio.ts';
import { sentencesOf } from '../../work/work-failure.ts';
import { foundIn } from './faces-found.ts';
import { adding } from './teach-state.ts';

/** Pictures of a burst, and seconds between them. */
const burstLength = 8;
const burstPause = 0.2;

interface CameraBurstProps {
  readonly studio: Studio;
  readonly locked: boolean;
  readonly into: string | undefined;
  readonly whose: string | undefined;
  readonly onResult: (text: string) => void;
}

export function CameraBurst({ studio, locked, into, whose, onResult }: CameraBurstProps) {
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
