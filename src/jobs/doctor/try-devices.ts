// Tries a training step on each device of this machine, in processes of their own: drivers print, and may end the process that loads them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startFile } from '../../engine/node/package-files.ts';

const run = promisify(execFile);

/** Seconds for a device; software devices compile for some. */
const limit = 120;

/** A sentence for each device. A GPU that is not there is no failure. @throws Error when one computes something else, or ends its process */
export async function tryDevices(): Promise<string> {
  const found = await Promise.all(['webgpu', 'cuda'].map(outcomeOf));
  return found.join('; ');
}

async function outcomeOf(device: string): Promise<string> {
  const script = startFile('jobs/doctor/device-step');
  try {
    return (await run(process.execPath, [script, device], { timeout: 1000 * limit })).stdout;
  } catch (error) {
    const {
      code,
      signal,
      stderr = '',
    } = error as { readonly code?: unknown; readonly signal?: string; readonly stderr?: string };
    // Node's own permissions: nothing is wrong with the device.
    if (code === 'ERR_ACCESS_DENIED')
      return `${device}: not tried, since this process may start no other (--allow-child-process)`;
    const said = /^\w*Error: (.*)$/m.exec(stderr)?.[1];
    throw new Error(`${device}: ${said ?? `its process was ended by ${signal ?? 'the driver'}`}`);
  }
}
