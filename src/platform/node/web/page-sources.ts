// The files that a page is served in its folder `mpafer/`, and where the package has them.
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { MpaferError } from '../../../core/errors.ts';
import { packageFolder } from '../../../engine/node/package-files.ts';
import { engineFiles, libraryScript, licencesFile, servedLoader } from '../../../engine/page-files.ts';
import { modelPieces } from './model-pieces.ts';

/** The folders of models among the assets. No page fetches what else they hold, such as model cards; a licence travels with its model. */
const modelFolders = ['face-clip', 'packs', 'faces'];
const served = /^(config\.json|tokenizer\.json|.*\.(safetensors|tflite|onnx)|LICENSE|NOTICE)$/;

export interface PageParts {
  /** Whether the runtime for GPUs is among them, 27 MB more. */
  readonly webgpu?: boolean | undefined;
  /** Whether the library is among them as one script, for pages without a bundler. */
  readonly script?: boolean | undefined;
  /** The folder with the bundled scripts; by default the package's. */
  readonly scripts?: string | undefined;
}

/** A path on disk, or the file's content where the package has it in another form. */
export type PageSource = string | Uint8Array;

/** The weights that a page fetches in pieces. */
const cutModel = { folder: 'face-clip', file: 'model.safetensors' };

/**
 * Each file by its path in the folder.
 *
 * @throws MpaferError `host` when the package lacks one
 */
export function pageSources({
  webgpu = false,
  script = false,
  scripts,
}: PageParts = {}): ReadonlyMap<string, PageSource> {
  const sources = new Map<string, PageSource>();
  const root = packageFolder();
  const bundled = scripts ?? join(root, 'dist/web');
  sources.set(licencesFile, join(bundled, licencesFile));
  if (script) sources.set(libraryScript, join(bundled, libraryScript));
  for (const kind of webgpu ? (['cpu', 'webgpu'] as const) : (['cpu'] as const)) {
    const { worker, loader, wasm } = engineFiles[kind];
    sources.set(worker, join(bundled, worker));
    sources.set(servedLoader(loader), runtimeFile(loader));
    sources.set(wasm, runtimeFile(wasm));
  }
  for (const folder of modelFolders) {
    const path = join(root, 'assets', folder);
    if (!existsSync(path)) continue;
    for (const file of readdirSync(path).sort()) {
      if (!served.test(file)) continue;
      const isCut = folder === cutModel.folder && file === cutModel.file;
      const pieces = isCut ? modelPieces(join(path, file), file) : undefined;
      if (pieces === undefined) sources.set(`${folder}/${file}`, join(path, file));
      else for (const [name, content] of pieces) sources.set(`${folder}/${name}`, content);
    }
  }
  for (const [name, source] of sources)
    if (typeof source === 'string' && !existsSync(source)) throw missing(name, source);
  return sources;
}

/** The content of a file. */
export const pageContent = async (source: PageSource): Promise<Uint8Array> =>
  typeof source === 'string' ? readFile(source) : source;

function runtimeFile(name: string): string {
  try {
    return createRequire(join(packageFolder(), 'package.json')).resolve(`onnxruntime-web/${name}`);
  } catch (cause) {
    throw new MpaferError('host', `Cannot find "${name}" of the package onnxruntime-web; expected it to be installed`, {
      hint: 'Install the dependencies again',
      cause,
    });
  }
}

const missing = (name: string, path: string): MpaferError =>
  new MpaferError('host', `Cannot find "${name}" of this package: there is no "${path}"`, {
    hint: existsSync(join(packageFolder(), 'src')) ? 'In a clone, run "npm run build" first' : 'Install mpafer again',
  });
