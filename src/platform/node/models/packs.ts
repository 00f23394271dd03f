// The trained recognisers in the package: prompts and text features for the embedded CLIP, by name.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../assets/packs/', import.meta.url));

/** The name of the embedded CLIP without training. */
export const zeroShotName = 'zero-shot';

const ending = '.safetensors';

/** Names of the packs, in alphabetical order. */
export const packNames = (): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length))
        .sort()
    : [];

/** The file of a pack; undefined if there is none of that name. */
export const packFile = (name: string): string | undefined =>
  packNames().includes(name) ? `${folder}${name}${ending}` : undefined;
