// Names of models on the hub: `org/name`, or `org/name@revision`.
import { MpaferError } from '../../../../core/errors.ts';
import { publishedModel, publishedModels } from './published-models.ts';

export interface HubName {
  /** `org/name` */
  readonly id: string;
  /** A commit, a branch or a tag. */
  readonly revision: string;
}

const part = '[A-Za-z0-9_](?:[A-Za-z0-9_]|[-.](?![-.]))*';
const pattern = new RegExp(`^(${part}/${part})(?:@([A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*))?$`);

/** Whether a revision is a full commit id, whose content never changes. */
export const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

/**
 * Parses a model name; `ViT-B/32`, `ViT-B/16` and `ViT-L/14` are OpenAI's. The default revision is the published commit for OpenAI's models,
 * and the main branch for others. Undefined for what cannot be a name on the hub.
 */
export function readHubName(name: string): HubName | undefined {
  const byAlias = publishedModels.find(({ alias }) => alias.toLowerCase() === name.toLowerCase());
  if (byAlias !== undefined) return { id: byAlias.id, revision: byAlias.revision };
  const [, id, revision] = pattern.exec(name) ?? [];
  if (id === undefined || revision?.includes('..')) return undefined;
  return { id, revision: revision ?? publishedModel(id)?.revision ?? 'main' };
}

/**
 * Parses the name of a model on the hub.
 *
 * @throws MpaferError `usage` for what cannot be a name on the hub
 */
export function hubName(name: string): HubName {
  const found = readHubName(name);
  if (found !== undefined) return found;
  throw new MpaferError(
    'usage',
    `Cannot pull "${name}": it is not a name on the hub; expected org/name or org/name@revision`,
    {
      hint: `OpenAI's are ${publishedModels.map(({ id }) => id).join(', ')}`,
    },
  );
}
