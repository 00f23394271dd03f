// What every room is handed: the address, the workers, the camera, and a voice.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { closeGate, gate } from '../gate/gate.ts';
import { openProjectStore, type ProjectStore } from '../project/project-store.ts';
import { startWork, type Work } from '../work/start-work.ts';
import { announce } from './announcer.tsx';
import { type CameraState, createCamera } from './camera.ts';
import { goTo, type Route, route, setParameters } from './hash.ts';
import type { RoomId } from './room.ts';

/** What the shared recogniser is. */
export interface OpenedRecogniser {
  readonly classes: readonly string[];
  /** The confidence below which it says "unsure"; undefined where the pack has no threshold. */
  readonly abstainBelow: number | undefined;
}

export type ReadyState =
  /** Bytes, where they are known. */
  | { readonly kind: 'loading'; readonly loaded?: number; readonly total?: number }
  | ({ readonly kind: 'ready' } & OpenedRecogniser)
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Studio {
  readonly route: ReadonlySignal<Route>;
  /** Settings in the address's hash: only what is not private. */
  setParameters(changed: Readonly<Record<string, string | undefined>>): void;
  goTo(room: RoomId, parameters?: Readonly<Record<string, string>>): void;
  readonly ready: ReadonlySignal<ReadyState>;
  /** Resolves when every file is kept, models included. */
  readonly loaded: Promise<void>;
  /** Address of the folder `mpafer/`. */
  readonly assets: string;
  /** The shared recogniser, once it is open. */
  readonly look: Promise<Work<'look'>>;
  /** The project of Teach and Understand. */
  readonly project: ProjectStore;
  readonly camera: CameraState;
  /** Says a sentence to people who listen. */
  announce(sentence: string): void;
}

export function openStudio(): Studio {
  const assets = new URL('mpafer/', document.baseURI).href;
  const opened = signal<ReadyState>({ kind: 'loading' });
  const { controls, sealed } = closeGate();
  const project = openProjectStore(async () => {
    await controls;
    return startWork('project', assets);
  }, sealed);
  const { room, parameters } = route.peek();
  // On the way before its room is there, and before the recogniser takes the processor.
  const shown = room === 'look' || parameters.given !== undefined ? undefined : project.open().catch(() => {});
  const open = async (): Promise<Work<'look'>> => {
    await sealed;
    await shown;
    const work = startWork('look', assets);
    opened.value = { kind: 'ready', ...(await work.call('open', {})) };
    return work;
  };
  const look = open();
  look.catch((error: unknown) => {
    opened.value = { kind: 'failed', error };
  });
  return {
    route,
    setParameters,
    goTo,
    ready: computed(() =>
      opened.value.kind === 'loading' && gate.value.kind === 'filling'
        ? { kind: 'loading', loaded: gate.value.loaded, total: gate.value.total }
        : opened.value,
    ),
    loaded: sealed,
    assets,
    look,
    project,
    camera: createCamera(),
    announce,
  };
}
