// A tiny CLIP that can be loaded, as a repository on a hub of the tests' own.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyModel } from '../../../../support/tiny-model.ts';
import { commit } from './hub-folder.ts';
import { type HubModelOnServer, type HubServer, hubServer } from './hub-server.ts';

/** `tiny/clip` with seed 1. */
export async function tinyHub(more: Readonly<Record<string, HubModelOnServer>> = {}): Promise<HubServer> {
  return hubServer({ 'tiny/clip': { files: await tinyFiles(), commit, licence: 'mit' }, ...more });
}

export async function tinyFiles(seed = 1): Promise<Record<string, Uint8Array>> {
  const folder = await mkdtemp(join(tmpdir(), 'mpafer-tiny-'));
  try {
    await writeTinyModel(folder, seed);
    const names = await readdir(folder);
    const files = names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const);
    return Object.fromEntries(await Promise.all(files));
  } finally {
    await rm(folder, { recursive: true });
  }
}
