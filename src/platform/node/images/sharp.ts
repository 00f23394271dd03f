// sharp, loaded with the first image: whatever needs no image works where its binary is missing.
import { createRequire } from 'node:module';
import type sharp from 'sharp';
import { MpaferError } from '../../../core/errors.ts';
import { packageFile } from '../../../engine/node/package-files.ts';

export type Sharp = typeof sharp;

let loading: Promise<Sharp> | undefined;

/** @throws MpaferError `host` if sharp or its binary for this platform cannot be loaded */
export function loadSharp(): Promise<Sharp> {
  loading ??= load();
  return loading;
}

/** Inside a bundle sharp does not find its binary; that in node_modules does. */
async function importSharp(): Promise<Sharp> {
  try {
    return (await import('sharp')).default;
  } catch (error) {
    try {
      return createRequire(packageFile('package.json'))('sharp') as Sharp;
    } catch {
      throw error;
    }
  }
}

async function load(): Promise<Sharp> {
  try {
    const loaded = await importSharp();
    // Images are decoded many at a time, so one thread each is enough; without a cache, memory stays flat over a data set.
    loaded.concurrency(1);
    loaded.cache(false);
    return loaded;
  } catch (error) {
    const { message } = error as Error;
    const denied = message.includes('ERR_DLOPEN_DISABLED');
    const reason = denied ? "Node's permission model forbids native code" : message.split('\n')[0]!;
    throw new MpaferError('host', `Cannot load sharp, which reads and writes images: ${reason}`, {
      hint: denied
        ? 'Start Node with --allow-addons'
        : 'Run npm install --include=optional sharp on the platform that will run it; a bundle needs node_modules/sharp too',
      cause: error,
    });
  }
}
