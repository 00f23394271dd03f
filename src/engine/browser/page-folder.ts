// Finds the folder `mpafer/` that a page is served, which holds the engine's worker, its runtime and the models.
import { MpaferError } from '../../core/errors.ts';
import { folderCandidates, isManifest, manifestName } from '../page-files.ts';

/** The address against which a page or worker resolves addresses. */
export function baseAddress(): string {
  // A worker has no document; its addresses are relative to its script, which bundlers may hand over as a blob.
  const base = globalThis.document?.baseURI ?? location.href;
  return /^(blob|data|about):/.test(base) ? `${location.origin}/` : base;
}

/** @throws MpaferError `host` outside pages and their workers, as on a server that renders a page */
export function requirePage(): void {
  if (typeof Worker === 'function' && typeof location === 'object') return;
  throw new MpaferError('host', 'Cannot start an engine of pages: there is no Worker here; expected a browser', {
    hint: 'On a server, open it in code that only the browser runs; in Node, and in tests that run in Node, import from "mpafer/node"',
  });
}

let found: Promise<URL> | undefined;

/**
 * The folder, as given or found by its table of contents; it is looked for once.
 *
 * @param given address of the folder; without one it is looked for beside the page and above
 * @throws MpaferError `host` with the addresses where it is not
 */
export async function findPageFolder(given?: string | URL): Promise<URL> {
  if (given !== undefined) return folderAddress(given);
  found ??= search(baseAddress());
  return found.catch((error: unknown) => {
    // The files may be there at the next attempt.
    found = undefined;
    throw error;
  });
}

async function search(base: string): Promise<URL> {
  const candidates = folderCandidates(base);
  for (const candidate of candidates) if (await holdsManifest(candidate)) return new URL(candidate);
  const places = candidates.map((folder) => `"${folder}${manifestName}"`).join(' and no ');
  throw new MpaferError('host', `Cannot find the files that a page needs: there is no ${places}`, {
    hint: 'Copy them into the folder that your site serves, with "npx mpafer web-assets FOLDER", or give their address as the option assets',
  });
}

/** The address of a folder, ending in a slash. */
export const folderAddress = (address: string | URL): URL =>
  new URL(String(address).replace(/\/?$/, '/'), baseAddress());

async function holdsManifest(folder: string): Promise<boolean> {
  try {
    const response = await fetch(new URL(manifestName, folder));
    // Single-page servers answer every address with their start page, which is no JSON.
    return response.ok && isManifest(await response.json());
  } catch {
    return false;
  }
}
