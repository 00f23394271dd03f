// A user's project in an empty folder: a script, a face, and programs that run there.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, type Outcome, repository } from '../installed.ts';

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
