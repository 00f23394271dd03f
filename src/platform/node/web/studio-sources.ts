// The files of the studio: what was built, and the folder mpafer/ that its engine needs, each by its path below the studio's address.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { MpaferError } from '../../../core/errors.ts';
import { json } from '../../../core/json.ts';
import { sha256 } from '../../../core/sha256.ts';
import { version } from '../../../core/version.ts';
import { packageFolder } from '../../../engine/node/package-files.ts';
import { manifestName, type PageManifest, pageFolder } from '../../../engine/page-files.ts';
import { type PageSource, pageContent, pageSources } from './page-sources.ts';

/** A folder with `studio/` and `web/`, as `npm run build` leaves it. */
const packageBuild = (): string => join(packageFolder(), 'dist');

/**
 * The built files by their path.
 *
 * @param built a build; by default the package's
 * @throws MpaferError `host` when there is no built studio
 */
export function studioFiles(built: string = packageBuild()): ReadonlyMap<string, string> {
  const folder = join(built, 'studio');
  if (!existsSync(join(folder, 'index.html'))) {
    throw new MpaferError('host', `Cannot find the studio: there is no "${join(folder, 'index.html')}"`, {
      hint: existsSync(join(packageFolder(), 'src')) ? 'In a clone, run "npm run build" first' : 'Install mpafer again',
    });
  }
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [relative(folder, path).split(sep).join('/'), path]));
}

/** The built files and those of the engine; of the engine's there is a table of contents as `mpafer web-assets` writes it. */
export async function servedStudio(built: string = packageBuild()) {
  const studio = studioFiles(built);
  const engine = pageSources({ scripts: join(built, 'web') });
  const sources = new Map<string, PageSource>([
    ...studio,
    ...[...engine].map(([file, source]) => [pageFolder + file, source] as const),
  ]);
  const digests: Record<string, string> = {};
  for (const [file, source] of engine) digests[file] = await sha256(await pageContent(source));
  const manifest = json({ package: 'mpafer', version, files: digests } satisfies PageManifest);
  return { sources, manifest: [pageFolder + manifestName, new TextEncoder().encode(manifest)] as const };
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  wasm: 'application/wasm',
  zip: 'application/zip',
};

/** The type that a file is served with. */
export const typeOf = (path: string): string => types[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? 'application/octet-stream';
