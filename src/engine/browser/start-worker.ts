// Starts the engine's worker by its address, and says why where that fails.
import { MpaferError } from '../../core/errors.ts';
import type { Channel, ChannelEvents } from '../remote.ts';

/** A connection to the worker whose script is at an address. */
export function connectWorker<Settings>(address: string, { reply, end }: ChannelEvents): Channel<Settings> {
  const worker = startWorker(address);
  worker.onmessage = ({ data }) => reply(data);
  worker.onerror = async ({ message }) => {
    const reason = message || (await whyNotLoaded(address));
    end(
      new MpaferError('host', `The engine's worker at "${address}" failed: ${reason}`, {
        hint: 'Copy the files of the page with "npx mpafer web-assets FOLDER" (for a GPU with --webgpu), or check the option workerUrl',
      }),
    );
  };
  return {
    post: (request, buffers) => worker.postMessage(request, buffers),
    async close() {
      worker.terminate();
      end(new MpaferError('host', 'Cannot run: the engine was closed'));
    },
  };
}

/** The address is worked out here, so that bundlers leave it alone: each of them treats the workers of packages in its own way. */
function startWorker(address: string): Worker {
  if (new URL(address).origin === location.origin) return new Worker(address, { type: 'module' });
  // A worker's script must be of the page's origin, what it imports need not be.
  const script = new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { type: 'module' });
}

/** The browser tells nothing about a script that it could not load. */
async function whyNotLoaded(address: string): Promise<string> {
  try {
    const response = await fetch(address);
    if (!response.ok) return `the server answered ${response.status}`;
    const type = response.headers.get('content-type') ?? 'no type';
    return /javascript/.test(type) ? 'its script could not be loaded' : `the server sent ${type}; expected JavaScript`;
  } catch (error) {
    return `it could not be fetched (${(error as Error).message})`;
  }
}
