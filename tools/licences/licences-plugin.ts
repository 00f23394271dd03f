// Writes the licences of a page and of its workers, which Vite bundles apart.
import type { Plugin } from 'vite';
import { licencesFile } from '../../src/engine/page-files.ts';
import { thirdPartyLicences } from './third-party-licences.ts';

export interface LicencesPlugins {
  /** Notes the modules of a worker. */
  readonly worker: () => Plugin[];
  /** Notes those of the page, and writes the text. */
  readonly page: Plugin;
}

export function licencesPlugins(): LicencesPlugins {
  const modules = new Set<string>();
  const note: Plugin['generateBundle'] = (_, bundle) => {
    for (const part of Object.values(bundle))
      if (part.type === 'chunk') for (const path of part.moduleIds) modules.add(path);
  };
  return {
    worker: () => [{ name: 'licences-of-worker', apply: 'build', generateBundle: note }],
    page: {
      name: 'licences',
      apply: 'build',
      generateBundle(options, bundle, isWrite) {
        note.call(this, options, bundle, isWrite);
        this.emitFile({ type: 'asset', fileName: licencesFile, source: thirdPartyLicences(modules) });
      },
    },
  };
}
