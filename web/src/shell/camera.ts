// The studio's one camera: on by a click, with its light in every room, and off when it is stopped.
import { type ReadonlySignal, signal } from '@preact/signals';

export type CameraStatus =
  | { readonly kind: 'off' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'on'; readonly stream: MediaStream; readonly device: string | undefined }
  | { readonly kind: 'refused'; readonly reason: string };

export interface CameraState {
  readonly status: ReadonlySignal<CameraStatus>;
  /** Cameras by name; known once one was allowed. */
  readonly devices: ReadonlySignal<readonly { readonly id: string; readonly label: string }[]>;
  /** Asks for permission; the answer is in `status`. */
  start(device?: string): Promise<void>;
  /** Ends every track. */
  stop(): void;
}

const reasons: Readonly<Record<string, string>> = {
  NotAllowedError: 'The camera was not allowed. Allow it for this page in the address bar, then try again',
  NotFoundError: 'No camera was found. Connect one, then try again',
  NotReadableError: 'Another program uses the camera. Close it there, then try again',
  OverconstrainedError: 'This camera is not there any more. Choose another',
  SecurityError: 'The browser allows no camera at this address; it needs https or localhost',
};

export function createCamera(): CameraState {
  const status = signal<CameraStatus>({ kind: 'off' });
  const devices = signal<readonly { readonly id: string; readonly label: string }[]>([]);
  let asked = 0;

  function stop(): void {
    asked++;
    const { value } = status;
    if (value.kind === 'on') for (const track of value.stream.getTracks()) track.stop();
    status.value = { kind: 'off' };
  }

  async function start(device?: string): Promise<void> {
    stop();
    const own = asked;
    status.value = { kind: 'asking' };
    try {
      if (navigator.mediaDevices === undefined) throw new DOMException('', 'SecurityError');
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: {
          width: { ideal: 640 },
          height: { ideal: 480 },
          ...(device === undefined ? { facingMode: 'user' } : { deviceId: { exact: device } }),
        },
      });
      const [track] = stream.getVideoTracks();
      // Stopped, or asked again, while the browser was asking.
      if (own !== asked || track === undefined) {
        for (const each of stream.getTracks()) each.stop();
        return;
      }
      track.addEventListener('ended', () => {
        if (own === asked) stop();
      });
      status.value = { kind: 'on', stream, device: track.getSettings().deviceId };
      const found = await navigator.mediaDevices.enumerateDevices();
      devices.value = found
        .filter(({ kind }) => kind === 'videoinput')
        .map(({ deviceId, label }, index) => ({ id: deviceId, label: label || `Camera ${index + 1}` }));
    } catch (error) {
      if (own !== asked) return;
      const { name, message } = error as DOMException;
      status.value = { kind: 'refused', reason: reasons[name] ?? `The camera cannot be used: ${message}` };
    }
  }

  return { status, devices, start, stop };
}
