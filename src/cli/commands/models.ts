// `mpafer models`: which CLIPs and recognisers are at hand.
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { embeddedClip, openClip } from '../../platform/node/models.ts';
import { packFile, packNames, zeroShotName } from '../../platform/node/packs.ts';
import { readCheckpoint } from '../../train/checkpoint.ts';

interface Listed {
  readonly name: string;
  readonly kind: 'clip' | 'recogniser';
  readonly about: string;
  readonly licence: string;
}

const licence = 'MIT; trained on FER2013 images, for research (see its model card)';

export const modelsCommand = (): Command =>
  new Command('models')
    .description('Which CLIPs (--clip) and trained recognisers (--run) are at hand')
    .addHelpText('after', '\nExample:\n  mpafer models list --json')
    .addCommand(
      new Command('list')
        .description('List what ships with the package')
        .option('--json', 'print a JSON list on standard output')
        .action(list),
    );

async function list(options: { readonly json?: true }): Promise<void> {
  const { config } = await openClip(embeddedClip);
  const { image } = config;
  const rows: Listed[] = [
    { name: embeddedClip, kind: 'clip', about: `small CLIP of faces, ${image.size} px, patch ${image.patch}`, licence },
    { name: zeroShotName, kind: 'recogniser', about: `${embeddedClip} without prompts, any classes`, licence },
  ];
  for (const name of packNames()) {
    const { classes } = readCheckpoint(await readFile(packFile(name)!), name);
    rows.push({ name, kind: 'recogniser', about: `prompts for ${classes.join(', ')}`, licence });
  }
  if (options.json) console.log(JSON.stringify(rows, undefined, 2));
  else
    for (const row of rows)
      console.log(`${row.name.padEnd(14)}${row.kind.padEnd(12)}${row.about}\n${' '.repeat(26)}${row.licence}`);
}
