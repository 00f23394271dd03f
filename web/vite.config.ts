// Builds the studio into dist/studio: static files that work below any path, under a strict content security policy.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { strictHeaders } from '../src/server/studio/strict-headers.ts';
import { licencesPlugins } from '../tools/licences/licences-plugin.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const gate = 'service-worker.js';
const licences = licencesPlugins();

export default defineConfig({
  root: pathOf('.'),
  base: './',
  resolve: {
    alias: [
      // The page may have these few lines without the package that they are in.
      { find: 'mpafer/face-words', replacement: pathOf('../src/evaluate/face-words.ts') },
      { find: 'mpafer', replacement: pathOf('../src/api/browser.ts') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: pathOf('../dist/studio'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: address would need more of the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: pathOf('./index.html'), gate: pathOf('./src/gate/service-worker.ts') },
      output: { entryFileNames: ({ name }) => (name === 'gate' ? gate : 'assets/[name]-[hash].js') },
    },
  },
  worker: { format: 'es', plugins: licences.worker },
  plugins: [example(), licences.page, knownFiles()],
});

/** The portrait that ships with the package, for a first try. */
function example(): Plugin {
  return {
    name: 'example',
    apply: 'build',
    async buildStart() {
      const source = await readFile(pathOf('../assets/portraits/astronaut.jpg'));
      this.emitFile({ type: 'asset', fileName: 'example.jpg', source });
    },
  };
}

/** Tells the gate which files it keeps, with their digests, and the headers that it adds: a change of any file is a new gate. */
function knownFiles(): Plugin {
  return {
    name: 'known-files',
    apply: 'build',
    async writeBundle({ dir }) {
      const entries = await readdir(dir!, { recursive: true, withFileTypes: true });
      const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      const files: Record<string, string> = {};
      for (const path of paths.sort()) {
        const name = relative(dir!, path).split(sep).join('/');
        if (name !== gate)
          files[name] = createHash('sha256')
            .update(await readFile(path))
            .digest('hex');
      }
      const script = await readFile(join(dir!, gate), 'utf8');
      const id = createHash('sha256')
        .update(JSON.stringify({ files, headers: strictHeaders }))
        .digest('hex')
        .slice(0, 16);
      const known = JSON.stringify({ id, files, headers: strictHeaders });
      const filled = script.replace(/(["'`])__KNOWN_FILES__\1/, () => JSON.stringify(known));
      if (filled === script) throw new Error(`${gate} has no place for the table of files`);
      await writeFile(join(dir!, gate), filled);
    },
  };
}
