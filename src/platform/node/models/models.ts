// Finds CLIPs by name or path: the user's own, the one in the package, or one pulled from the hub.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ClipModel, loadClip } from '../../../clip/load-clip.ts';
import { MpaferError } from '../../../core/errors.ts';
import { packageFile } from '../../../engine/node/package-files.ts';
import { checkOnce } from './hub/check-snapshot.ts';
import { findSnapshot, type Snapshot } from './hub/hub-cache.ts';
import { readHubName } from './hub/hub-name.ts';
import { hubCache } from './hub/hub-settings.ts';
import { openModelFolder } from './model-folder.ts';

/** The small CLIP of faces in the package's `assets/`. */
export const embeddedClip = 'face-clip';

const embeddedFolder = (): string => packageFile(`assets/${embeddedClip}`);

/** Whether a name or path is that of the CLIP in the package. */
export const isEmbedded = (model: string): boolean => model === embeddedClip || resolve(model) === embeddedFolder();

/** The path of a model given by name or path. @throws MpaferError `model` when it does not exist */
export function modelPath(model: string): string {
  const path = model === embeddedClip ? embeddedFolder() : model;
  if (existsSync(path)) return path;
  const pulled = pulledSnapshot(model);
  if (pulled !== undefined) return pulled.path;
  const name = readHubName(model);
  throw new MpaferError(
    'model',
    `Cannot find CLIP "${model}": there is no such folder or file, and no such model was pulled`,
    {
      hint:
        `Name a folder with config.json, model.safetensors and tokenizer.json, a safetensors file under OpenAI's names, or "${embeddedClip}"` +
        (name === undefined ? '' : `; if ${model} is on the hub, pull it first`),
    },
  );
}

/** How a record refers to a model: by name if it has one that is valid in any folder, otherwise by its absolute path. */
export const recordedModel = (model: string): string =>
  model === embeddedClip || pulledSnapshot(model) !== undefined ? model : resolve(model);

/** The user's files and folders take precedence over pulled models of that name. */
function pulledSnapshot(model: string): Snapshot | undefined {
  const name = existsSync(model) ? undefined : readHubName(model);
  return name && findSnapshot(hubCache(), name);
}

/**
 * Loads a CLIP by name or path. The digests of a pulled one are checked before it is loaded for the first time.
 *
 * @throws MpaferError `model` when it does not exist or is damaged, `safetensors`, `tokenizer`
 * @example
 * ```ts
 * import { openClip } from 'mpafer';
 * const clip = await openClip('face-clip');
 * console.log(clip.config.image.size); // 48
 * ```
 */
export async function openClip(model: string): Promise<ClipModel> {
  const path = modelPath(model);
  const pulled = pulledSnapshot(model);
  if (pulled === undefined) return loadClip(await openModelFolder(path));
  await checkOnce(pulled);
  return loadClip({ ...(await openModelFolder(path)), name: pulled.id });
}
