// What a page is served in the folder `mpafer/`, and where that folder may be. Shared by the page and by what writes the folder.

/** The folder's table of contents. Its presence shows that a folder is ours. */
export const manifestName = 'mpafer.json';

export interface PageManifest {
  readonly package: 'mpafer';
  readonly version: string;
  /** SHA-256 in hex of each file, by its path in the folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** The three files of an engine: our worker, and ONNX Runtime's loader and WebAssembly under their names in `onnxruntime-web/dist`. */
export interface EngineFiles {
  readonly worker: string;
  readonly loader: string;
  readonly wasm: string;
}

export const engineFiles: Readonly<Record<'cpu' | 'webgpu', EngineFiles>> = {
  cpu: {
    worker: 'engine-worker.js',
    loader: 'ort-wasm-simd-threaded.mjs',
    wasm: 'ort-wasm-simd-threaded.wasm',
  },
  webgpu: {
    worker: 'engine-worker-webgpu.js',
    loader: 'ort-wasm-simd-threaded.asyncify.mjs',
    wasm: 'ort-wasm-simd-threaded.asyncify.wasm',
  },
};

/** The whole library for pages without a bundler, in one file. */
export const libraryScript = 'mpafer.js';

/** The licences of the packages that the scripts contain. */
export const licencesFile = 'THIRD-PARTY-LICENSES.txt';

/** In `mpafer/` the loader ends in `.js`: many servers send `.mjs` with a type that browsers refuse to run. */
export const servedLoader = (loader: string): string => loader.replace(/\.mjs$/, '.js');

/** The name of the folder. */
export const pageFolder = 'mpafer/';

/**
 * Where the folder may be: beside the page, beside any folder above it (the page of a router can be at any depth), or, last, in a
 * folder named like the page itself, as where a site below a path is opened without its final slash.
 *
 * @param base complete address of the page
 */
export function folderCandidates(base: string): readonly string[] {
  const [, origin = '', path = '/'] = /^([\w.+-]+:\/\/[^/?#]*)([^?#]*)/.exec(base) ?? [];
  const folders = path.split('/').slice(0, -1);
  const above = folders.map((_, index) => folders.slice(0, folders.length - index).join('/'));
  const candidates = path.endsWith('/') ? above : [...above, path];
  return candidates.map((folder) => `${origin}${folder}/${pageFolder}`);
}

/** Whether a parsed file is such a table of contents. */
export const isManifest = (json: unknown): json is PageManifest => {
  const { package: name, version, files } = Object(json) as Partial<PageManifest>;
  return name === 'mpafer' && typeof version === 'string' && typeof files === 'object' && files !== null;
};
