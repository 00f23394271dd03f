// Bundles the scripts that a page is served, each into one file that imports no other: `dist/web/`.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { engineFiles, libraryScript, licencesFile } from '../src/engine/page-files.ts';
import { thirdPartyLicences } from './licences/third-party-licences.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

interface Script {
  readonly name: string;
  readonly contents: Uint8Array;
  /** Paths of what it contains. */
  readonly modules: readonly string[];
}

const workers = {
  [engineFiles.cpu.worker]: 'src/engine/browser/worker.ts',
  [engineFiles.webgpu.worker]: 'src/engine/browser/worker-webgpu.ts',
};

/** The engine's workers by file name. */
export const bundleWorkers = async (): Promise<ReadonlyMap<string, Uint8Array>> =>
  new Map((await bundle(workers)).map(({ name, contents }) => [name, contents]));

/** Writes them where the package has them. */
export const writePageScripts = (): Promise<void> => writePageScriptsTo(join(repository, 'dist/web'));

/** Writes them, the library for pages without a bundler, and the licences of what they contain. */
export async function writePageScriptsTo(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const scripts = await bundle({ ...workers, [libraryScript]: 'src/api/browser.ts' });
  const licences = thirdPartyLicences(scripts.flatMap(({ modules }) => modules));
  for (const { name, contents } of [...scripts, { name: licencesFile, contents: licences }]) {
    const temporary = join(folder, `${name}.${process.pid}`);
    await writeFile(temporary, contents);
    await rename(temporary, join(folder, name));
  }
}

async function bundle(entries: Readonly<Record<string, string>>): Promise<readonly Script[]> {
  const bundled = Object.entries(entries).map(async ([name, path]): Promise<Script> => {
    const { outputFiles, metafile } = await build({
      absWorkingDir: repository,
      entryPoints: [join(repository, path)],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      // The runtime's loader stays a file of its own: its threads start from it.
      conditions: ['onnxruntime-web-use-extern-wasm'],
      legalComments: 'inline',
      metafile: true,
      write: false,
      logLevel: 'error',
    });
    const [output] = Object.values(metafile.outputs);
    const contained = Object.entries(output!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const modules = contained.map(([path]) => resolve(repository, path));
    return { name, contents: outputFiles[0]!.contents, modules };
  });
  return Promise.all(bundled);
}

if (import.meta.main) await writePageScripts();
