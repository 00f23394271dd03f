// Every installer puts the package where a script and the command line recognise a face.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { environment, packPackage } from '../installed.ts';
import { project } from './project.ts';

const tools = mkdtempSync(join(tmpdir(), 'mpafer-installers-'));
let tarball: string;

before(() => {
  tarball = packPackage(tools);
});
after(() => rmSync(tools, { recursive: true, force: true }));

/** Installs an installer from the registry, with its install script; returns its folder of packages. */
function installed(specifier: string): string {
  const folder = mkdtempSync(join(tools, 'tool-'));
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', specifier], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // npm 12 runs no install script unasked, and later npm 11 may not either.
  execFileSync('npm', ['rebuild', '--prefix', folder, '--silent', '--foreground-scripts'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return join(folder, 'node_modules');
}

interface Installer {
  readonly specifier: string;
  /** Its program, below its folder of packages. */
  readonly program: readonly string[];
  /** Files of the project that it needs beside package.json. */
  readonly files?: Readonly<Record<string, string>>;
  readonly manifest?: (tarball: string) => object;
  /** Parameters that install the tarball, run a script, and run the command line. */
  readonly install: (tarball: string) => readonly string[];
  readonly script?: readonly string[];
  readonly cli: readonly string[];
  /** Programs that Node runs are named by their file. */
  readonly byNode?: boolean;
}

const npm = (version: string): Installer => ({
  specifier: `npm@${version}`,
  program: ['npm/bin/npm-cli.js'],
  byNode: true,
  install: (file) => ['install', file, '--no-audit', '--no-fund'],
  cli: ['exec', '--no', '--', 'mpafer'],
});

const pnpm = (version: string): Installer => ({
  specifier: `pnpm@${version}`,
  program: ['.bin/pnpm'],
  // As the README says: without this, pnpm 11 and 12 install and then end with exit code 1.
  files: { 'pnpm-workspace.yaml': 'allowBuilds:\n  koffi: false\n  onnxruntime-node: false\n  protobufjs: false\n' },
  install: (file) => ['add', file],
  cli: ['exec', 'mpafer'],
});

const yarn4: Installer = {
  specifier: '@yarnpkg/cli-dist@4',
  program: ['@yarnpkg/cli-dist/bin/yarn.js'],
  byNode: true,
  files: { 'yarn.lock': '', '.yarnrc.yml': 'enableGlobalCache: false\nenableTelemetry: false\n' },
  install: (file) => ['add', `mpafer@file:${file}`],
  script: ['node', 'recognise.mjs'],
  cli: ['mpafer'],
};

const installers: Readonly<Record<string, Installer>> = {
  'npm 10': npm('10'),
  'npm 11': npm('11'),
  'npm 12': npm('12'),
  'pnpm 10': pnpm('10'),
  'pnpm 11': pnpm('11'),
  'pnpm 12': pnpm('12'),
  'Yarn 1': {
    specifier: 'yarn@1',
    program: ['yarn/bin/yarn.js'],
    byNode: true,
    install: (file) => ['add', file],
    cli: ['--silent', 'mpafer'],
  },
  "Yarn 4 with Plug'n'Play": yarn4,
  "Yarn 4 with Plug'n'Play, the package left in its archive": {
    ...yarn4,
    manifest: () => ({ dependenciesMeta: { mpafer: { unplugged: false } } }),
  },
  'Yarn 4 with node_modules': {
    ...yarn4,
    files: { ...yarn4.files, '.yarnrc.yml': 'nodeLinker: node-modules\nenableGlobalCache: false\n' },
  },
  bun: {
    specifier: 'bun',
    program: ['.bin/bun'],
    install: (file) => ['add', file],
    script: ['recognise.mjs'],
    cli: ['--bun', 'x', 'mpafer'],
  },
};

for (const [name, installer] of Object.entries(installers)) {
  test(`${name} installs it, and a script and the command line recognise a face`, () => {
    const packages = installed(installer.specifier);
    const program = installer.program.map((path) => join(packages, path));
    const command = installer.byNode ? [process.execPath, ...program] : program;
    const user = project();
    try {
      const manifest = { name: 'user', private: true, type: 'module', ...installer.manifest?.(tarball) };
      user.write('package.json', JSON.stringify(manifest));
      for (const [file, content] of Object.entries(installer.files ?? {})) user.write(file, content);
      // As the README says: where install scripts run, that of the native runtime must not look for a CUDA build.
      const variables = { ONNXRUNTIME_NODE_INSTALL: 'skip' };
      const installation = user.run([...command, ...installer.install(tarball)], variables);
      assert.equal(installation.code, 0, installation.stdout + installation.stderr);

      const script = installer.script ? [...command, ...installer.script] : [process.execPath, 'recognise.mjs'];
      const recognised = user.run(script);
      assert.equal(recognised.stdout.trim(), 'ok happiness', recognised.stderr);
      assert.doesNotMatch(recognised.stderr, /MPAFER_WASM/);

      const predicted = user.run([...command, ...installer.cli, 'predict', 'face.png']);
      assert.match(predicted.stdout, /happiness/, predicted.stderr);
      const examined = user.run([...command, ...installer.cli, 'doctor']);
      assert.doesNotMatch(examined.stdout, /^failed/m);
      assert.equal(examined.code, 0, examined.stdout + examined.stderr);
    } finally {
      user.remove();
    }
  });
}
