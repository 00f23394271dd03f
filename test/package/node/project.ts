// A user's project in an empty folder: a script, a face, and programs that run there.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { environment, type Installed, installPackage, type Outcome, packPackage, repository } from '../installed.ts';

export interface Project {
  readonly folder: string;
  /** Runs a program there with these variables; one that takes longer is killed and has no exit code. */
  run(program: readonly string[], variables?: Readonly<Record<string, string>>, seconds?: number): Outcome;
  write(name: string, content: string): void;
  remove(): void;
}

/** With `recognise.mjs` and `face.png`. @param into a folder that exists, such as one with an installed package */
export function project(into = mkdtempSync(join(tmpdir(), 'mpafer-project-'))): Project {
  cpSync(join(repository, 'test/package/projects/node'), into, { recursive: true });
  cpSync(join(repository, 'assets/portraits/astronaut-face.png'), join(into, 'face.png'));
  return {
    folder: into,
    run([program, ...parameters], variables = {}, seconds = 600) {
      const { status, stdout, stderr, error } = spawnSync(program!, parameters, {
        cwd: into,
        env: { ...environment(), ...variables },
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
        timeout: 1000 * seconds,
      });
      return { code: status, stdout, stderr: error === undefined ? stderr : `${stderr}${error.message}` };
    },
    write: (name, content) => writeFileSync(join(into, name), content),
    remove: () => rmSync(into, { recursive: true, force: true }),
  };
}

/** A project with the package installed in it: made before the tests of the file that calls this, removed after them. */
export function installedProject(): Project {
  const packed = mkdtempSync(join(tmpdir(), 'mpafer-packed-'));
  let installed: Installed | undefined;
  let made: Project;
  before(() => {
    installed = installPackage(packPackage(packed), ['--ignore-scripts']);
    made = project(installed.folder);
  });
  const remove = () => {
    installed?.remove();
    rmSync(packed, { recursive: true, force: true });
  };
  after(remove);
  return {
    get folder() {
      return made.folder;
    },
    run: (program, variables, seconds) => made.run(program, variables, seconds),
    write: (name, content) => made.write(name, content),
    remove,
  };
}
