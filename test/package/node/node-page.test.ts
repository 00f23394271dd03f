// The page of the way in "Node": its blocks, in order, in a project that installed the package.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { environment, repository } from '../installed.ts';
import { installedProject } from './project.ts';

const page = readFileSync(join(repository, 'docs/ways-in/node.md'), 'utf8');

/** Code of the first block after a text of the page. */
function blockAfter(text: string): string {
  const from = page.indexOf(text);
  assert.ok(from >= 0, `the page has no "${text}"`);
  return /```\w+\n([\s\S]*?)```/.exec(page.slice(from))![1]!;
}

const user = installedProject();

before(() => {
  user.write('recognise.mjs', blockAfter('`recognise.mjs`:'));
});

/** Runs a line of the page in a shell. */
const shell = (line: string) => user.run(['sh', '-c', line.trim()]);
const answer = 'ok happiness false';

test('the script prints what the page says', () => {
  assert.ok(page.includes(`It prints \`${answer}\``));
  assert.equal(shell(blockAfter('await recogniser.close();\n```')).stdout.trim(), answer);
});

test('the server answers pictures, and what is no picture', async () => {
  user.write('server.mjs', blockAfter('`server.mjs`:'));
  const port = String(20_000 + (process.pid % 20_000));
  const server = spawn(process.execPath, ['server.mjs'], { cwd: user.folder, env: { ...environment(), PORT: port } });
  try {
    await once(server.stdout, 'data');
    const ask = async (body: Buffer<ArrayBuffer> | string) => {
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
      return [response.status, (await response.json()) as { status: string; faces: { expression: string }[] }] as const;
    };
    const [found, face] = await ask(readFileSync(join(user.folder, 'face.png')));
    assert.deepEqual([found, face.status, face.faces[0]?.expression], [200, 'ok', 'happiness']);
    const [refused, nothing] = await ask('no picture');
    assert.deepEqual([refused, nothing.status], [422, 'unreadable']);
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
  } finally {
    server.kill('SIGKILL');
  }
});

test('the bundle recognises the same', () => {
  const line = blockAfter('## A bundle').trim();
  // The program of esbuild is this repository's; the page takes it from the registry.
  symlinkSync(join(repository, 'node_modules/.bin/esbuild'), join(user.folder, 'node_modules/.bin/esbuild'));
  const { code, stderr } = shell(line.replace('npx', 'npx --no'));
  assert.equal(code, 0, stderr);
  assert.equal(shell('node out/recognise.mjs face.png').stdout.trim(), answer);
});

test("the flags of Node's permission model suffice", () => {
  const { stdout, stderr } = shell(blockAfter("## Node's permission model"));
  assert.equal(stdout.trim(), answer, stderr);
});

test('the image is built from commands that exist', () => {
  const lines = blockAfter('## Docker').trim().split('\n');
  assert.deepEqual(
    lines.map((line) => line.split(' ')[0]),
    ['FROM', 'WORKDIR', 'COPY', 'RUN', 'COPY', 'CMD'],
  );
  const [, ...cmd] = JSON.parse(lines.at(-1)!.slice('CMD '.length)) as string[];
  assert.equal(user.run([process.execPath, ...cmd]).stdout.trim(), answer);
});
