// Bundles the scripts that a page is served, each into one file that imports no other: `dist/web/`.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { engineFiles, libraryScript } from '../src/engine/page-files.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

type Scripts = ReadonlyMap<string, Uint8Array>;

/** The engine's workers by file name. */
export const bundleWorkers = (): Promise<Scripts> =>
  bundle({
    [engineFiles.cpu.worker]: 'src/engine/browser/worker.ts',
    [engineFiles.webgpu.worker]: 'src/engine/browser/worker-webgpu.ts',
  });

/** Writes them where the package has them. */
export const writePageScripts = (): Promise<void> => writePageScriptsTo(join(repository, 'dist/web'));

/** Writes them, and the library for pages without a bundler. */
export async function writePageScriptsTo(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const library = await bundle({ [libraryScript]: 'src/api/browser.ts' });
  for (const [name, contents] of [...(await bundleWorkers()), ...library]) {
    const temporary = join(folder, `${name}.${process.pid}`);
    await writeFile(temporary, contents);
    await rename(temporary, join(folder, name));
  }
}

async function bundle(entries: Readonly<Record<string, string>>): Promise<Scripts> {
  const bundled = Object.entries(entries).map(async ([name, path]): Promise<[string, Uint8Array]> => {
    const { outputFiles } = await build({
      entryPoints: [join(repository, path)],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      // The runtime's loader stays a file of its own: its threads start from it.
      conditions: ['onnxruntime-web-use-extern-wasm'],
      legalComments: 'inline',
      write: false,
      logLevel: 'error',
    });
    return [name, outputFiles[0]!.contents];
  });
  return new Map(await Promise.all(bundled));
}

if (import.meta.main) await writePageScripts();
