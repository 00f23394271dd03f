// The page's side of the gate: registers the service worker, waits until every file is kept, and counts what it refuses.
import { signal } from '@preact/signals';
import type { FillEvent, GateNotice } from './messages.ts';

/** Whether requests can leave. */
export type GateState =
  | { readonly kind: 'starting' }
  /** Files are being kept: bytes of those that were missing. */
  | { readonly kind: 'filling'; readonly loaded: number; readonly total: number }
  /** Every file is kept, and the gate lets nothing out. */
  | { readonly kind: 'sealed' }
  /** This browser or address has no service worker, or it failed. */
  | { readonly kind: 'open'; readonly reason: string };

export const gate = signal<GateState>({ kind: 'starting' });

/** Requests that were refused since the page was loaded: method and address. */
export const refused = signal<readonly string[]>([]);

/** Whether a newer studio waits to take over. */
export const update = signal<(() => void) | undefined>(undefined);

const reloadedMark = 'mpafer-reloaded-for-isolation';

export interface ClosedGate {
  /** Resolves when workers may be started: whatever they ask for goes through the gate. */
  readonly controls: Promise<void>;
  /** Resolves when every file is kept, models included. */
  readonly sealed: Promise<void>;
}

/**
 * Closes the gate; where that is impossible, both promises resolve and `gate` says why it is open. On a host without headers, the first
 * visit reloads the page once, since headers that the gate adds hold from then on; neither resolves then.
 */
export function closeGate(): ClosedGate {
  const stayOpen = (error: Error) => {
    gate.value = { kind: 'open', reason: error.message };
    return undefined;
  };
  const present = presentGate();
  // On later visits the gate has the page already: nothing waits until the browser has looked for a newer one.
  const registered = register();
  const controller = present === undefined ? registered.catch(stayOpen) : Promise.resolve(present);
  registered.catch(() => {});
  const seal = async () => {
    const worker = await controller;
    if (worker === undefined) return;
    await filled(worker);
    gate.value = { kind: 'sealed' };
  };
  return { controls: controller.then(() => {}), sealed: seal().catch(stayOpen) };
}

/** The gate of a visit before, if it has this page and the page is isolated. */
function presentGate(): ServiceWorker | undefined {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  return (crossOriginIsolated && container?.controller) || undefined;
}

async function register(): Promise<ServiceWorker> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (container === undefined) throw new Error('This browser has no service worker at this address');
  container.addEventListener('message', ({ data }: MessageEvent<GateNotice>) => {
    if (data.kind === 'refused') refused.value = [...refused.value, data.request];
  });
  const registration = await container.register(new URL('service-worker.js', document.baseURI), {
    updateViaCache: 'none',
  });
  offerUpdates(registration, container);
  await controlled(container);
  if (!crossOriginIsolated && sessionStorage.getItem(reloadedMark) === null) {
    sessionStorage.setItem(reloadedMark, 'once');
    location.reload();
    await new Promise(() => {});
  }
  return container.controller!;
}

/** Resolves once the gate controls this page. */
async function controlled(container: ServiceWorkerContainer): Promise<void> {
  if (container.controller !== null) return;
  const changed = new Promise<void>((resolve) =>
    container.addEventListener('controllerchange', () => resolve(), { once: true }),
  );
  const failed = container.getRegistration(document.baseURI).then(async (registration) => {
    const worker = registration?.installing ?? registration?.waiting ?? registration?.active;
    if (worker === null || worker === undefined) throw new Error('The service worker could not be started');
    // A page that was loaded around its service worker (by a forced reload) is not controlled until the next visit.
    if (worker.state === 'activated') throw new Error('This page was loaded around its service worker; reload it');
    await new Promise<never>((_, reject) => {
      worker.addEventListener('statechange', () => {
        if (worker.state === 'redundant') reject(new Error('The files of the studio could not be kept'));
      });
    });
  });
  await Promise.race([changed, failed]);
}

function filled(worker: ServiceWorker): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ kind: 'fill' }, [port2]);
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }: MessageEvent<FillEvent>) => {
      if (data.kind === 'progress') gate.value = { ...data, kind: 'filling' };
      else if (data.kind === 'filled') resolve();
      else reject(new Error(data.reason));
    };
  });
}

function offerUpdates(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer): void {
  const offer = (worker: ServiceWorker | null) => {
    if (worker === null || container.controller === null) return;
    update.value = () => {
      container.addEventListener('controllerchange', () => location.reload(), { once: true });
      worker.postMessage({ kind: 'replace' });
    };
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offer(installing);
    });
  });
}
