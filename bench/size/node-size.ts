// What a package weighs in Node: packed, and installed with and without its optional parts.
//   node bench/size/node-size.ts                 (all of them; installs into a temporary folder from the npm registry)
//   node bench/size/node-size.ts mpafer          (some of them)
// Sizes are in MB of a million bytes. `npm install` runs install scripts, which may download more; the column `skip` sets
// ONNXRUNTIME_NODE_INSTALL=skip, which tells ONNX Runtime's not to.
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { megabytes, type Project, sizeOfFolder, temporaryProject } from './installed.ts';

interface Peer {
  readonly name: string;
  /** Of the npm registry; this repository is packed where it has none. */
  readonly version?: string;
}

const peers: Readonly<Record<string, Peer>> = {
  mpafer: { name: 'mpafer' },
  transformers: { name: '@huggingface/transformers', version: '4.3.2' },
  human: { name: '@vladmandic/human', version: '3.3.6' },
  'face-api': { name: '@vladmandic/face-api', version: '1.7.15' },
};

const heaviest = 4;

/** The packages that make up most of an installation, `name size`. */
function heaviestPackages(modules: string): string {
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((own) => `${name}/${own}`) : [name],
  );
  return names
    .filter((name) => !name.startsWith('.'))
    .map((name) => ({ name, bytes: sizeOfFolder(join(modules, name)) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, heaviest)
    .map(({ name, bytes }) => `${name} ${megabytes(bytes)}`)
    .join(', ');
}

/** What of a runtime's folder another platform would load. */
function otherPlatforms(modules: string): number {
  const builds = join(modules, 'onnxruntime-node/bin/napi-v6');
  if (!existsSync(builds)) return 0;
  return sizeOfFolder(builds) - sizeOfFolder(join(builds, process.platform, process.arch));
}

function installedSize(project: Project, ...parameters: Parameters<Project['install']>): string {
  try {
    project.install(...parameters);
  } catch {
    return 'fails';
  }
  return megabytes(sizeOfFolder(join(project.folder, 'node_modules')));
}

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(peers);
const unknown = asked.find((key) => peers[key] === undefined);
if (unknown !== undefined) throw new Error(`Unknown package ${unknown}; known are ${Object.keys(peers).join(', ')}`);
console.log(`${process.platform} ${process.arch}`);
console.log(
  '| package | packed | `npm install` | skip | `--omit=optional` | of other platforms | heaviest |\n|---|---|---|---|---|---|---|',
);
const project = temporaryProject();
try {
  for (const key of asked) {
    const { name, version } = peers[key]!;
    const tarball = project.pack(name, version);
    const modules = join(project.folder, 'node_modules');
    const plain = installedSize(project, tarball, []);
    const omitted = installedSize(project, tarball, ['--omit=optional'], { ONNXRUNTIME_NODE_INSTALL: 'skip' });
    const skipped = installedSize(project, tarball, [], { ONNXRUNTIME_NODE_INSTALL: 'skip' });
    const cells = [
      `${name}${version ? ` ${version}` : ''}`,
      megabytes(lstatSync(tarball).size),
      plain,
      skipped,
      omitted,
      megabytes(otherPlatforms(modules)),
      heaviestPackages(modules),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  project.remove();
}
