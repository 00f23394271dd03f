// A temporary project into which packages are installed, and the bytes of its files.
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1);

export const sizeOfFolder = (path: string): number =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);

export interface Project {
  readonly folder: string;
  /** The tarball of a package of the npm registry, or of this repository where there is no version; MPAFER_TARBALL is taken instead. */
  pack(name: string, version: string | undefined): string;
  /** Installs into an empty folder. */
  install(tarball: string, flags: readonly string[], environment?: Readonly<Record<string, string>>): void;
  remove(): void;
}

export function temporaryProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-size-'));
  const npm = (parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    execFileSync('npm', parameters, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...environment },
    }).trim();
  return {
    folder,
    pack(name, version) {
      if (version === undefined && process.env.MPAFER_TARBALL !== undefined) return process.env.MPAFER_TARBALL;
      const source = version === undefined ? repository : `${name}@${version}`;
      return join(folder, npm(['pack', source, '--silent']).split('\n').at(-1)!);
    },
    install(tarball, flags, environment) {
      for (const entry of readdirSync(folder)) {
        if (join(folder, entry) !== tarball) rmSync(join(folder, entry), { recursive: true });
      }
      writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
      npm(['install', tarball, ...flags, '--no-audit', '--no-fund', '--silent', '--prefer-offline'], environment);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
