// What a page finds in its folder `mpafer/` besides models: the workers, bundled from the sources, and ONNX Runtime for the CPU.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { version } from '../../src/core/version.ts';
import { engineFiles, manifestName, servedLoader } from '../../src/engine/page-files.ts';
import { bundleWorkers } from '../../tools/bundle-page-scripts.ts';

const require = createRequire(import.meta.url);

/** Contents by address below the folder's. */
export async function engineFolder(folder: string): Promise<readonly (readonly [string, string | Uint8Array])[]> {
  const { loader, wasm } = engineFiles.cpu;
  const runtime = (file: string) => readFile(require.resolve(`onnxruntime-web/${file}`));
  const files: (readonly [string, string | Uint8Array])[] = [
    [manifestName, JSON.stringify({ package: 'mpafer', version, files: {} })],
    ...(await bundleWorkers()),
    [servedLoader(loader), await runtime(loader)],
    [wasm, await runtime(wasm)],
  ];
  return files.map(([name, content]) => [`${folder}${name}`, content] as const);
}
