// Where the files of this package are: around this module or, for a program that was bundled, in node_modules.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MpaferError } from '../../core/errors.ts';

/**
 * In this form, tools that trace the files of a program, such as Next.js, find those that are opened by path, and bundlers leave them
 * alone: Turbopack takes the argument of `new URL` for a module, whatever a comment says.
 */
const around = () => ({
  manifest: join(dirname(fileURLToPath(import.meta.url)), '../../../package.json'),
  assets: join(dirname(fileURLToPath(import.meta.url)), '../../../assets'),
  worker: join(dirname(fileURLToPath(import.meta.url)), 'worker.js'),
  imageWorker: join(dirname(fileURLToPath(import.meta.url)), '../../platform/node/images/workers/image-worker.js'),
});

/** Whether this module has an address: a bundle of CommonJS has none. */
const hasAddress = (): boolean => `${import.meta.url}`.startsWith('file:');

let folder: string | undefined;

/**
 * The folder of this package.
 *
 * @throws MpaferError `host` when it is not installed where a bundle runs
 */
export function packageFolder(): string {
  folder ??= findFolder();
  return folder;
}

/**
 * The path of a file or folder of this package.
 *
 * @param path from the package's folder, such as `assets/packs`
 * @throws MpaferError `host` when it is not there, as after deploying a program without all files of the package
 */
export function packageFile(path: string): string {
  const file = join(packageFolder(), path);
  if (existsSync(file)) return file;
  throw new MpaferError('host', `Cannot find "${path}" of the package mpafer in "${packageFolder()}"`, {
    hint: 'Deploy all of node_modules/mpafer: its folder assets holds the models, and dist the code of the engine',
  });
}

/**
 * The module that a thread or process of its own starts from: TypeScript in a clone, JavaScript in the package.
 *
 * @param path from `src`, without its ending
 * @throws MpaferError `host` when it is not there
 */
export function startFile(path: string): string {
  const source = join(packageFolder(), 'src', `${path}.ts`);
  return existsSync(source) ? source : packageFile(`dist/${path}.js`);
}

function findFolder(): string {
  const manifest = hasAddress() ? around().manifest : undefined;
  if (manifest !== undefined && isManifest(manifest)) return dirname(manifest);
  const self = hasAddress() ? fileURLToPath(import.meta.url) : typeof __filename === 'string' ? __filename : undefined;
  const files = [self, process.argv[1]].filter((file) => file !== undefined);
  const installed = files.map(installedFor).find((found) => found !== undefined);
  if (installed !== undefined) return installed;
  throw new MpaferError('host', `Cannot find the files of the package mpafer, which "${files[0]}" does not contain`, {
    hint: 'Deploy node_modules/mpafer beside the bundle or above it: it holds the models and the code of the engine',
  });
}

/** The package's folder as a file would import it, by the rules of Node or of Yarn's Plug'n'Play. */
function installedFor(file: string): string | undefined {
  try {
    const found = createRequire(file).resolve('mpafer/package.json');
    return isManifest(found) ? dirname(found) : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(path: string): boolean {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { readonly name?: unknown }).name === 'mpafer';
  } catch {
    return false;
  }
}
