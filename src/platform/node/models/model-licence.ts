// The licence of a CLIP's weights, as far as it is known.
import { findSnapshot } from './hub/hub-cache.ts';
import { readHubName } from './hub/hub-name.ts';
import { hubCache } from './hub/hub-settings.ts';
import { publishedModel } from './hub/published-models.ts';
import { readPullNote } from './hub/pull-note.ts';
import { isEmbedded } from './models.ts';

/** Licence of the models in the package. */
export const embeddedLicence = 'MIT; trained on FER2013 images, for research (see its model card)';

/** @param model name or path of a CLIP */
export async function modelLicence(model: string): Promise<string> {
  if (isEmbedded(model)) return embeddedLicence;
  const name = readHubName(model);
  const snapshot = name && findSnapshot(hubCache(), name);
  const note = snapshot && (await readPullNote(snapshot));
  return note?.licence ?? (name && publishedModel(name.id)?.licence) ?? 'not stated';
}
