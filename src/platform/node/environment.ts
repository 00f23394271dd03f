// What a run was made with: versions, processors, threads. Part of its record.
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import sharp from 'sharp';

const require = createRequire(import.meta.url);

const versionOf = (name: string): string => {
  try {
    return (require(`${name}/package.json`) as { version: string }).version;
  } catch {
    return 'not installed';
  }
};

/** Nothing in it names a person, a machine or a path. */
export const environment = (): Readonly<Record<string, string | number>> => ({
  mpafer: packageVersion,
  node: process.versions.node,
  'onnxruntime-node': versionOf('onnxruntime-node'),
  sharp: sharp.versions.sharp ?? 'unknown',
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  threads: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

/** Version of this package, from its own package.json. */
export const packageVersion: string = (require('../../../package.json') as { version: string }).version;
