// The package as a user gets it: built, packed, installed into an empty folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface Installed {
  /** The empty folder that the package was installed into. */
  readonly folder: string;
  readonly tarball: string;
  /** Runs a program there, under the Node that runs the tests; gives its standard output. */
  run(program: string, ...parameters: readonly string[]): string;
  remove(): void;
}

/** Takes a minute: the package's dependencies are installed too. */
export function installPackage(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-package-'));
  // What npm hands to a script it runs would make an npm inside that script believe itself in the same place.
  const outer = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|execpath|config_onnxruntime)/.test(name),
  );
  const env = {
    ...Object.fromEntries(outer),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    ONNXRUNTIME_NODE_INSTALL: 'skip',
    NO_COLOR: '1',
  };
  const runIn = (cwd: string, program: string, parameters: readonly string[]) =>
    execFileSync(program, parameters, {
      cwd,
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  // `npm pack` builds first.
  const packed = runIn(repository, 'npm', ['pack', '--silent', '--pack-destination', folder]);
  const tarball = join(folder, packed.trim().split('\n').at(-1)!);
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  runIn(folder, 'npm', ['install', tarball, '--no-audit', '--no-fund', '--silent']);
  return {
    folder,
    tarball,
    run: (program, ...parameters) => runIn(folder, program, parameters),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
