// Lists CLIPs and recognisers: built-in, pulled, and OpenAI's that can be pulled.
import { readFile } from 'node:fs/promises';
import { hubCache } from '../../platform/node/models/hub/hub-settings.ts';
import { publishedModels } from '../../platform/node/models/hub/published-models.ts';
import { pulledModels } from '../../platform/node/models/hub/pulled-models.ts';
import { embeddedLicence } from '../../platform/node/models/model-licence.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { packFile, packNames, zeroShotName } from '../../platform/node/models/packs.ts';
import { readCheckpoint } from '../../recognise/checkpoint.ts';

/** A model that can be named, and where it is. */
export interface ListedModel {
  /** The name by which jobs open it. */
  readonly name: string;
  readonly kind: 'clip' | 'recogniser';
  readonly status: 'ships' | 'pulled' | 'on the hub';
  readonly about: string;
  readonly licence: string;
}

/**
 * Lists the models that ship, those in the cache, and OpenAI's published ones. Uses no network.
 *
 * @example
 * ```ts
 * import { listModels } from 'mpafer/jobs';
 * const shipped = (await listModels()).filter(({ status }) => status === 'ships');
 * console.log(shipped.map(({ name }) => name).includes('fer2013')); // true
 * ```
 */
export const listModels = async (): Promise<readonly ListedModel[]> => [...(await shipped()), ...(await hubModels())];

async function shipped(): Promise<ListedModel[]> {
  const { image } = (await openClip(embeddedClip)).config;
  const common = { status: 'ships', licence: embeddedLicence } as const;
  const about = `small CLIP of faces, ${image.size} px, patch ${image.patch}`;
  const rows: ListedModel[] = [
    { name: embeddedClip, kind: 'clip', about, ...common },
    { name: zeroShotName, kind: 'recogniser', about: `${embeddedClip} without prompts, any classes`, ...common },
  ];
  for (const name of packNames()) {
    const { classes } = readCheckpoint(await readFile(packFile(name)!), name);
    rows.push({ name, kind: 'recogniser', about: `prompts for ${classes.join(', ')}`, ...common });
  }
  return rows;
}

async function hubModels(): Promise<ListedModel[]> {
  const pulled = (await pulledModels(hubCache())).map(({ id, commit, bytes, licence }): ListedModel => {
    const known = publishedModels.find((own) => own.id === id && own.revision === commit);
    const about = `${known ? `OpenAI's ${known.alias}, ` : ''}${Math.round(bytes / 1e6)} MB, commit ${commit.slice(0, 8)}`;
    return { name: known ? id : `${id}@${commit}`, kind: 'clip', status: 'pulled', about, licence };
  });
  const rest = publishedModels.filter(({ id }) => !pulled.some(({ name }) => name === id));
  return [
    ...pulled,
    ...rest.map(({ id, alias, megabytes, licence }): ListedModel => {
      const about = `OpenAI's ${alias}, ${megabytes} MB`;
      return { name: id, kind: 'clip', status: 'on the hub', about, licence };
    }),
  ];
}
