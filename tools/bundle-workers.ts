// Bundles the engine's workers for pages, each into one file that needs no other script: `dist/web/`.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { engineFiles } from '../src/engine/page-files.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const sources = { cpu: 'worker.ts', webgpu: 'worker-webgpu.ts' } as const;

/** The workers' scripts by file name. */
export async function bundleWorkers(): Promise<ReadonlyMap<string, Uint8Array>> {
  const bundled = await Promise.all(
    (['cpu', 'webgpu'] as const).map(async (kind): Promise<[string, Uint8Array]> => {
      const { outputFiles } = await build({
        entryPoints: [join(repository, 'src/engine/browser', sources[kind])],
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
      return [engineFiles[kind].worker, outputFiles[0]!.contents];
    }),
  );
  return new Map(bundled);
}

/** Writes them where the package has them. */
export async function writeWorkers(): Promise<void> {
  const folder = join(repository, 'dist/web');
  await mkdir(folder, { recursive: true });
  for (const [name, contents] of await bundleWorkers()) {
    const temporary = join(folder, `${name}.${process.pid}`);
    await writeFile(temporary, contents);
    await rename(temporary, join(folder, name));
  }
}

if (import.meta.main) await writeWorkers();
