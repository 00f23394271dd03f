// The package as a user gets it: built, packed, installed into an empty folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Installed {
  /** The once empty folder that the package was installed into. */
  readonly folder: string;
  /** Runs a program there, under the Node that runs the tests; returns its standard output. */
  run(program: string, ...parameters: readonly string[]): string;
  /** The same for a program that may fail. */
  outcome(program: string, ...parameters: readonly string[]): Outcome;
  remove(): void;
}

/** What npm hands to a script that it runs would make an npm inside that script believe itself in the same place. */
export const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|command|execpath)|^ONNXRUNTIME_NODE_INSTALL/.test(name),
    ),
  ),
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  NO_COLOR: '1',
});

/** Builds and packs, unless `packed-once.ts` did; returns the path of the tarball. */
export function packPackage(folder: string): string {
  const before = process.env.MPAFER_TARBALL;
  if (before !== undefined) return before;
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: repository,
    env: environment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return join(folder, packed.trim().split('\n').at(-1)!);
}

/**
 * Installs into a new folder, with the package's dependencies: a minute, or a copy of links of what `packed-once.ts` installed. Replace
 * files of the copy, never write into them.
 *
 * @param parameters of `npm install`, besides the tarball
 * @param variables environment variables of the installation
 */
export function installPackage(
  tarball: string,
  parameters: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-package-'));
  const before = process.env.MPAFER_INSTALLED;
  const isSame =
    before !== undefined && parameters.join() === '--ignore-scripts' && Object.keys(variables).length === 0;
  const how = { cwd: folder, env: environment(), encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  if (isSame) execFileSync('cp', ['-al', `${before}/node_modules`, `${before}/package-lock.json`, folder]);
  else
    execFileSync(
      'npm',
      ['install', tarball, '--no-audit', '--no-fund', '--silent', '--prefer-offline', ...parameters],
      {
        ...how,
        env: { ...how.env, ...variables },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  return {
    folder,
    run: (program, ...given) => execFileSync(program, given, { ...how, stdio: ['ignore', 'pipe', 'pipe'] }),
    outcome(program, ...given) {
      const { status, stdout, stderr } = spawnSync(program, given, how);
      return { code: status, stdout, stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
