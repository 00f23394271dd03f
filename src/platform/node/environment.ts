// The software and hardware that a run used, for its record.
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../../engine/node/package-files.ts';

/** Finds what this package would import. */
const ownRequire = () => createRequire(join(packageFolder(), 'package.json'));

/** The version of a package, whether or not it exports its package.json. */
const versionOf = (name: string): string => {
  try {
    const require = ownRequire();
    const [entry, folder] = [require.resolve(name), join('node_modules', name)];
    const manifest = join(entry.slice(0, entry.lastIndexOf(folder)), folder, 'package.json');
    return (require(manifest) as { version: string }).version;
  } catch {
    return 'not installed';
  }
};

/** Contains no name of a person, machine or path. */
export const environment = (): Readonly<Record<string, string | number>> => ({
  mpafer: packageVersion(),
  node: process.versions.node,
  'onnxruntime-node': versionOf('onnxruntime-node'),
  'onnxruntime-web': versionOf('onnxruntime-web'),
  sharp: versionOf('sharp'),
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  threads: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

/** Version of this package, from its own package.json. */
export const packageVersion = (): string => (ownRequire()('./package.json') as { version: string }).version;
