// The licences of the packages that a bundle contains, as one text that travels with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The texts of packages that declare a licence and do not contain it. */
const ownTexts: Readonly<Record<string, string>> = {
  '@bufbuild/protobuf': 'bufbuild-protobuf.txt',
  'onnxruntime-common': 'onnxruntime.txt',
  'onnxruntime-web': 'onnxruntime.txt',
};

/** The folder of the package that a module is part of; undefined for what is of no package. */
export const packageFolderOf = (module: string): string | undefined =>
  /^.*[\\/]node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+/.exec(module.replace(/^\(disabled\):/, ''))?.[0];

/**
 * Name, version and licence of each package, by name.
 *
 * @param modules paths of what was bundled
 * @throws Error for a package whose licence is not known
 */
export function thirdPartyLicences(modules: Iterable<string>): string {
  const folders = new Set([...modules].map(packageFolderOf).filter((folder) => folder !== undefined));
  const texts = new Map<string, string>();
  for (const folder of folders) {
    const { name, version, license, ...manifest } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const header = [`${name} ${version}: ${license}`, sourceOf(manifest)].filter((line) => line !== '').join('\n');
    texts.set(`${name} ${version}`, `${header}\n\n${licenceText(folder, name).trim()}\n`);
  }
  const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return sorted.join(`\n${'-'.repeat(80)}\n\n`);
}

/** Where the source is: some licences ask that the users of a bundle are told. */
function sourceOf({ repository, homepage }: { repository?: string | { url?: string }; homepage?: string }): string {
  const address = (typeof repository === 'object' ? repository.url : repository) ?? homepage ?? '';
  return address.replace(/^git\+/, '');
}

function licenceText(folder: string, name: string): string {
  const files = readdirSync(folder).filter((own) => /^(licen[cs]e|copying|notice)/i.test(own));
  if (files.length > 0)
    return files
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8').trim())
      .join('\n\n');
  const own = fileURLToPath(new URL(`own-texts/${ownTexts[name]}`, import.meta.url));
  if (existsSync(own)) return readFileSync(own, 'utf8');
  throw new Error(`${folder} contains no licence; add its text to tools/licences/own-texts`);
}
