// Bundles the command line of the package into some ninety files, of which a command opens a handful: `dist/cli/bundle/`.
// Finding, reading and linking hundreds of modules is most of what a short command does.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { licencesFile } from '../src/engine/page-files.ts';
import { thirdPartyLicences } from './licences/third-party-licences.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** As deep as `src/engine/node/`: how its modules find the package's files when they are bundled, too. */
const folder = join(repository, 'dist/cli/bundle');

/** Native packages, and what is optional: loaded from node_modules, where they are installed. */
const left = /^(node:|sharp$|onnxruntime-|koffi$|ai$|@ai-sdk\/)/;

/** What so many commands share is opened at once by all; the rest only by those that need it. */
const sharedBy = 5;

/** Writes `main.js`, which exports `main`, and what it imports. */
export async function bundleCommandLine(to = folder): Promise<void> {
  const bundle = await rolldown({
    input: { main: join(repository, 'src/cli/main.ts') },
    platform: 'node',
    external: left,
    onLog(level, log) {
      // A module that one command needs at once and another only later is opened at once.
      if (log.code === 'INEFFECTIVE_DYNAMIC_IMPORT') return;
      throw new Error(`${level}: ${log.message}`);
    },
  });
  const { output } = await bundle.write({
    dir: to,
    format: 'esm',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      groups: [
        // What every command opens, `--help` among them.
        { name: 'start', tags: ['$initial'], priority: 1 },
        { name: 'zod', test: /node_modules[\\/]zod[\\/]/ },
        { name: 'shared', minShareCount: sharedBy },
      ],
    },
  });
  await bundle.close();
  const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  writeFileSync(join(to, licencesFile), thirdPartyLicences(modules));
}

if (import.meta.main) await bundleCommandLine();
