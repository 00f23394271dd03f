// Where models are: a folder or file of the user's, or the one that travels in the package.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ClipModel, loadClip } from '../../clip/load-clip.ts';
import { MpaferError } from '../../core/errors.ts';
import { openModelFolder } from './model-folder.ts';

/** The small CLIP of faces in the package's `assets/`. */
export const embeddedClip = 'face-clip';

const assets = fileURLToPath(new URL('../../../assets/', import.meta.url));

/** The path behind a model's name or path. @throws MpaferError `model` when there is nothing there */
export function modelPath(model: string): string {
  const path = model === embeddedClip ? `${assets}${embeddedClip}` : model;
  if (existsSync(path)) return path;
  throw new MpaferError('model', `Cannot find CLIP "${model}": there is no such folder or file`, {
    hint: `Give a folder with config.json, model.safetensors and tokenizer.json, a safetensors file under OpenAI's names, or "${embeddedClip}"`,
  });
}

/** Loads a CLIP by name or path. */
export const openClip = async (model: string): Promise<ClipModel> => loadClip(await openModelFolder(modelPath(model)));
