// `mpafer models list`: what ships, what was pulled, and what of OpenAI's can be pulled.
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { hubCache } from '../../platform/node/models/hub/hub-settings.ts';
import { publishedModels } from '../../platform/node/models/hub/published-models.ts';
import { pulledModels } from '../../platform/node/models/hub/pulled-models.ts';
import { embeddedLicence } from '../../platform/node/models/model-licence.ts';
import { embeddedClip, openClip } from '../../platform/node/models/models.ts';
import { packFile, packNames, zeroShotName } from '../../platform/node/models/packs.ts';
import { readCheckpoint } from '../../recognise/checkpoint.ts';

interface Listed {
  /** What --clip or --run takes. */
  readonly name: string;
  readonly kind: 'clip' | 'recogniser';
  readonly status: 'ships' | 'pulled' | 'on the hub';
  readonly about: string;
  readonly licence: string;
}

export const modelsListCommand = (): Command =>
  new Command('list')
    .description('List what ships with the package, what was pulled, and what can be')
    .option('--json', 'print a JSON list on standard output')
    .addHelpText('after', '\nExample:\n  mpafer models list --json')
    .action(list);

async function list(options: { readonly json?: true }): Promise<void> {
  const rows = [...(await shipped()), ...(await hubModels())];
  if (options.json) {
    console.log(JSON.stringify(rows, undefined, 2));
    return;
  }
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  for (const { name, kind, status, about, licence } of rows) {
    console.log(
      `${name.padEnd(width)}${kind.padEnd(12)}${status.padEnd(12)}${about}\n${' '.repeat(width + 24)}${licence}`,
    );
  }
}

async function shipped(): Promise<Listed[]> {
  const { image } = (await openClip(embeddedClip)).config;
  const common = { status: 'ships', licence: embeddedLicence } as const;
  const about = `small CLIP of faces, ${image.size} px, patch ${image.patch}`;
  const rows: Listed[] = [
    { name: embeddedClip, kind: 'clip', about, ...common },
    { name: zeroShotName, kind: 'recogniser', about: `${embeddedClip} without prompts, any classes`, ...common },
  ];
  for (const name of packNames()) {
    const { classes } = readCheckpoint(await readFile(packFile(name)!), name);
    rows.push({ name, kind: 'recogniser', about: `prompts for ${classes.join(', ')}`, ...common });
  }
  return rows;
}

async function hubModels(): Promise<Listed[]> {
  const pulled = await pulledModels(hubCache());
  const here = pulled.map(({ id, commit, bytes, licence }): Listed => {
    const known = publishedModels.find((own) => own.id === id && own.revision === commit);
    const about = `${known ? `OpenAI's ${known.alias}, ` : ''}${Math.round(bytes / 1e6)} MB, commit ${commit.slice(0, 8)}`;
    return { name: known ? id : `${id}@${commit}`, kind: 'clip', status: 'pulled', about, licence };
  });
  const rest = publishedModels.filter(({ id }) => !here.some(({ name }) => name === id));
  return [
    ...here,
    ...rest.map(({ id, alias, megabytes, licence }): Listed => {
      const about = `OpenAI's ${alias}, ${megabytes} MB: mpafer models pull ${alias}`;
      return { name: id, kind: 'clip', status: 'on the hub', about, licence };
    }),
  ];
}
