// The container file, as far as it can be checked without a container runtime: its instructions, and what it would run.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { environment, type Installed, installPackage, packPackage, repository } from './installed.ts';

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/** Instructions in order; comments and line continuations are resolved. */
const instructions: readonly Instruction[] = readFileSync(join(repository, 'examples/container/Containerfile'), 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [, name, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    assert.ok(name && rest, `"${line}" is no instruction`);
    return { name, rest };
  });

const only = (name: string): string => {
  const found = instructions.filter((instruction) => instruction.name === name);
  assert.equal(found.length, 1, name);
  return found[0]!.rest;
};

const variables = Object.fromEntries(
  instructions.filter(({ name }) => name === 'ENV').map(({ rest }) => rest.split('=') as [string, string]),
);

test('has known instructions only, beginning with the image that it starts from', () => {
  const known = [
    'FROM',
    'ARG',
    'COPY',
    'RUN',
    'ENV',
    'USER',
    'WORKDIR',
    'EXPOSE',
    'STOPSIGNAL',
    'HEALTHCHECK',
    'ENTRYPOINT',
  ];
  assert.deepEqual(
    instructions.map(({ name }) => name).filter((name) => !known.includes(name)),
    [],
  );
  assert.equal(instructions[0]!.name, 'FROM');
  const [, major] = /^node:(\d+)-slim$/.exec(only('FROM'))!;
  assert.equal(major, manifest.devDependencies.node.split('.')[0], 'the Node that the tests run');
});

test('installs the tarball that npm packs, and nothing from elsewhere', () => {
  assert.equal(only('ARG'), `PACKAGE=${manifest.name}-${manifest.version}.tgz`);
  assert.match(only('COPY'), /^\$\{PACKAGE\} (\S+)$/);
  const place = only('COPY').split(' ')[1]!;
  assert.ok(only('RUN').includes(`npm install --global --no-audit --no-fund ${place}`));
  assert.doesNotMatch(only('RUN'), /curl|wget|https?:/);
});

test('runs as a user, ends by the signal that drains, and asks whether the server is ready', () => {
  assert.equal(only('USER'), 'node');
  const user = instructions.findIndex(({ name }) => name === 'USER');
  assert.ok(user > instructions.findIndex(({ name }) => name === 'RUN'));
  assert.equal(only('STOPSIGNAL'), 'SIGTERM');
  assert.deepEqual(JSON.parse(only('ENTRYPOINT')), ['mpafer', 'serve']);
  assert.equal(only('EXPOSE'), variables.MPAFER_SERVE_PORT);
});

const packed = mkdtempSync(join(tmpdir(), 'mpafer-container-'));
let installed: Installed;

before(() => {
  installed = installPackage(packPackage(packed), ['--ignore-scripts']);
});
after(() => {
  // So that it can be removed again.
  execFileSync('chmod', ['-R', 'u+w', installed.folder]);
  installed.remove();
  rmSync(packed, { recursive: true });
});

test('the installed package serves as another user, where nothing can be written, and drains', {
  timeout: 120_000,
}, async () => {
  // A container's root file system is read-only; here it is every folder that the process knows of.
  execFileSync('chmod', ['-R', 'a-w,a+rX', installed.folder]);
  const isRoot = process.getuid!() === 0;
  const [nobody, token] = [65_534, 'a-token-of-enough-characters'];
  const bin = join(installed.folder, 'node_modules/mpafer', manifest.bin.mpafer);
  const child = spawn(process.execPath, [bin, 'serve'], {
    cwd: '/',
    env: {
      ...environment(),
      ...variables,
      MPAFER_SERVE_PORT: '0',
      MPAFER_SERVE_TOKEN: token,
      HOME: '/nonexistent',
      TMPDIR: '/nonexistent',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(isRoot && { uid: nobody, gid: nobody }),
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, found] = /^Listening at (\S+);[\s\S]*^Ready: /m.exec(said) ?? [];
      if (found !== undefined) resolve(found.replace('0.0.0.0', '127.0.0.1'));
    });
    child.once('close', (code) => reject(new Error(`It ended with ${code}: ${said}`)));
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  if (isRoot) assert.match(readFileSync(`/proc/${child.pid}/status`, 'utf8'), /^Uid:\s+65534\s/m);
  const response = await fetch(`${address}/v1/recognise`, {
    method: 'POST',
    headers: { 'content-type': 'image/png', authorization: `Bearer ${token}` },
    body: readFileSync(join(repository, 'assets/portraits/astronaut-face.png')),
  });
  const { pictures } = (await response.json()) as { pictures: { faces: { expression: string }[] }[] };
  assert.equal(pictures[0]!.faces[0]!.expression, 'happiness');
  // The health check of the file, on this port.
  const [, check] = /CMD (\[.*\])$/.exec(only('HEALTHCHECK'))!;
  const [, flag, code] = JSON.parse(check!) as [string, string, string];
  execFileSync(process.execPath, [flag, code.replace('http://127.0.0.1:8080', address)]);
  assert.throws(() =>
    execFileSync(process.execPath, [flag, code.replace('http://127.0.0.1:8080', 'http://127.0.0.1:9')]),
  );
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
});
