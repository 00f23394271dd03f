// The trained recognisers in the package: prompts and text features for the embedded CLIP, by name.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../../engine/node/package-files.ts';

const packFolder = (): string => packageFile('assets/packs');

/** The name of the embedded CLIP without training. */
export const zeroShotName = 'zero-shot';

const ending = '.safetensors';

/** Names of the packs, in alphabetical order. */
export const packNames = (): readonly string[] =>
  readdirSync(packFolder())
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();

/** The file of a pack; undefined if there is none of that name. */
export const packFile = (name: string): string | undefined =>
  /^[\w-]+$/.test(name) && packNames().includes(name) ? join(packFolder(), `${name}${ending}`) : undefined;
