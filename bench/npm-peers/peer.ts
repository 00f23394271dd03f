// A package that mpafer is compared with: how to load its expression model and score a face.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MpaferError } from '../../src/core/errors.ts';
import type { RgbImage } from '../../src/core/image.ts';

export interface Peer {
  /** Name of the package. */
  readonly name: string;
  /** Its class names, in the order of its scores. */
  readonly words: readonly string[];
  /** Loads the model included in the package. */
  open(): Promise<(face: RgbImage) => Promise<ArrayLike<number>>>;
}

const require = createRequire(import.meta.url);

/** A module of the packages installed here, typed by its caller. */
export function peerModule<T>(name: string): T {
  try {
    return require(name) as T;
  } catch (cause) {
    throw new MpaferError('usage', `Cannot load "${name}": it is not installed in bench/npm-peers`, {
      hint: 'Run npm ci --ignore-scripts in bench/npm-peers',
      cause,
    });
  }
}

/** The folder of an installed package. */
export const peerFolder = (name: string): string =>
  join(dirname(require.resolve('./package.json')), 'node_modules', name);
