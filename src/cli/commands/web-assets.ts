// `mpafer web-assets`: copies what a page needs into the folder that a site serves.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import { copyWebAssets, type WebAsset, type WebAssets } from '../../jobs/web/copy-web-assets.ts';

interface Options {
  readonly webgpu?: true;
  readonly script?: true;
  readonly json?: true;
  readonly quiet?: true;
}

export const webAssetsCommand = (): Command =>
  new Command('web-assets')
    .argument(
      '<folder>',
      'folder of files that the site serves as they are, such as public; they go into mpafer/ in it',
    )
    .option('--webgpu', 'add the runtime for GPUs, 27 MB more')
    .option('--script', 'add the library as mpafer.js, for pages without a bundler')
    .option('--json', 'print the result as JSON on standard output')
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      `
A page finds the files without any setting where mpafer/ is beside it, or beside a folder above it. Run it again after each update
of mpafer; what is current is left as it is. Files that it did not write are never replaced.

Examples:
  mpafer web-assets public
  mpafer web-assets dist --webgpu`,
    )
    .action(run);

async function run(folder: string, { json: asJson, quiet, ...parts }: Options): Promise<void> {
  const copied = await copyWebAssets({ folder, ...parts });
  if (asJson) console.log(json(copied).trimEnd());
  else if (!quiet) for (const line of format(copied)) console.log(line);
}

function format({ folder, files }: WebAssets): readonly string[] {
  const width = Math.max(...files.map(({ file }) => file.length)) + 2;
  const served = files.filter(({ status }) => status !== 'removed');
  const total = served.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    `${folder}: ${megabytes(total)} in ${served.length} files`,
    ...files.map((each) => `  ${each.file.padEnd(width)}${megabytes(each.bytes).padStart(9)}${note(each)}`),
  ];
}

const note = ({ status }: WebAsset): string => (status === 'copied' ? '' : `  ${status}`);

const megabytes = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
