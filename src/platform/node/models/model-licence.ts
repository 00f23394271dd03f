// The licence of a CLIP's weights, as far as it is known: of the one that ships, and of what was pulled.
import { findSnapshot } from './hub/hub-cache.ts';
import { readHubName } from './hub/hub-name.ts';
import { hubCache } from './hub/hub-settings.ts';
import { publishedModel } from './hub/published-models.ts';
import { readPullNote } from './hub/pull-note.ts';
import { isEmbedded } from './models.ts';

/** Of what travels in the package. */
export const embeddedLicence = 'MIT; trained on FER2013 images, for research (see its model card)';

/** @param model name or path, as `--clip` takes it */
export async function modelLicence(model: string): Promise<string> {
  if (isEmbedded(model)) return embeddedLicence;
  const name = readHubName(model);
  const snapshot = name && findSnapshot(hubCache(), name);
  const note = snapshot && (await readPullNote(snapshot));
  return note?.licence ?? (name && publishedModel(name.id)?.licence) ?? 'not stated';
}
