// The declarations of every entry under TypeScript 5.9, 6 and 7, three resolutions, with and without Node's own types.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { errorsOf } from './compile-project.ts';
import { environment, type Installed, installPackage, packPackage, repository } from './installed.ts';

const versions = ['5.9', '6', '7'];
const projects = join(repository, 'test/package/projects/types');
const compilers = mkdtempSync(join(tmpdir(), 'mpafer-compilers-'));
let installed: Installed;

before(() => {
  const names = versions.map((version) => `typescript-${version}@npm:typescript@${version}`);
  execFileSync(
    'npm',
    ['install', '--prefix', compilers, '--no-audit', '--no-fund', '--silent', ...names, '@types/node@24'],
    {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  installed = installPackage(packPackage(compilers), ['--ignore-scripts']);
  cpSync(projects, join(installed.folder, 'types'), { recursive: true });
});
after(() => {
  installed?.remove();
  rmSync(compilers, { recursive: true, force: true });
});

const sources = readdirSync(projects).filter((name) => name.endsWith('.ts'));
const resolutions = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'esnext', moduleResolution: 'bundler' },
];

for (const version of versions) {
  for (const resolution of resolutions) {
    for (const types of [[], ['node']]) {
      const with_ = types.length === 0 ? 'without' : 'with';
      test(`TypeScript ${version}, ${resolution.moduleResolution}, ${with_} the types of Node`, () => {
        const program = join(compilers, `node_modules/typescript-${version}/bin/tsc`);
        const files = sources.filter((name) => name !== 'bundled-page.ts');
        const typeRoots = [join(compilers, 'node_modules/@types')];
        assert.equal(
          errorsOf(program, join(installed.folder, 'types'), files, { ...resolution, types, typeRoots }),
          '',
        );
      });
    }
  }

  test(`TypeScript ${version} finds the engine of pages by the neutral name under the condition "browser"`, () => {
    const program = join(compilers, `node_modules/typescript-${version}/bin/tsc`);
    const options = { ...resolutions[2], customConditions: ['browser'] };
    assert.equal(errorsOf(program, join(installed.folder, 'types'), ['bundled-page.ts'], options), '');
  });
}
