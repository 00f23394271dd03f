// Builds the studio once for all test files: the build of these very sources is kept and used again.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { writePageScriptsTo } from '../../../tools/bundle-page-scripts.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const kept = join(root, 'node_modules/.cache/mpafer-studio');

/** What a build is made of. */
function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const folder of ['src', 'web']) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map(({ parentPath, name }) => join(parentPath, name));
    for (const file of files.sort()) hash.update(relative(root, file)).update(readFileSync(file));
  }
  return hash
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
}

/** The folder of the build, with `studio/` and `web/` in it. */
export async function builtStudio(): Promise<string> {
  const folder = join(kept, digestOfSources());
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.${process.pid}`;
  await mkdir(temporary, { recursive: true });
  await build({
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: join(temporary, 'studio'), reportCompressedSize: false },
  });
  await writePageScriptsTo(join(temporary, 'web'));
  // Another test file may have been faster.
  await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }));
  // Not those that another run may be using.
  for (const other of readdirSync(kept)) {
    if (Date.now() - statSync(join(kept, other)).mtimeMs > 3_600_000)
      await rm(join(kept, other), { recursive: true, force: true });
  }
  return folder;
}
