// Runs the curl and TypeScript examples of docs/server.md against a server. The Python one is run by `npm run reliability -- serve`.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { problemKinds } from '../../src/server/problem.ts';
import { type RunningServer, startServer } from '../support/running-server.ts';
import { examplesOfMarkdown, expectationsOf } from './examples.ts';
import { tableRows } from './markdown.ts';
import { root, textOf } from './repository-files.ts';

const file = 'docs/server.md';
const text = textOf(file);
const usualAddress = 'http://127.0.0.1:8080';

const folder = mkdtempSync(join(tmpdir(), 'mpafer-server-page-'));
let server: RunningServer;

before(async () => {
  for (const name of ['photo.jpg', 'other.jpg'])
    copyFileSync(join(root, 'assets/portraits/astronaut.png'), join(folder, name));
  server = await startServer([]);
});
after(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  rmSync(folder, { recursive: true });
});

const run = (program: string, ...parameters: readonly string[]) =>
  new Promise<string>((resolve, reject) => {
    execFile(program, parameters, { cwd: folder }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(stderr, { cause: error })),
    );
  });

test('curl gets an answer for each picture', async () => {
  const [, code] = /```sh\n(curl[\s\S]*?)```/.exec(text)!;
  const output = await run('/bin/sh', '-euc', code!.replaceAll(usualAddress, server.address));
  const answers = output.split(/(?<=\})(?=\{"requestId")/).map((answer) => JSON.parse(answer));
  assert.deepEqual(
    answers.map(({ pictures }) =>
      pictures.map(({ faces }: { faces: { expression: string }[] }) => faces[0]?.expression),
    ),
    [['happiness'], ['happiness', 'happiness']],
  );
});

test('TypeScript prints what the page says', async () => {
  const [example, ...more] = examplesOfMarkdown(file, text).filter(({ code }) => code.includes(usualAddress));
  assert.equal(more.length, 0);
  const [expected, ...others] = expectationsOf(example!.code);
  assert.equal(others.length, 0);
  writeFileSync(join(folder, 'example.ts'), example!.code.replaceAll(usualAddress, server.address));
  assert.equal((await run(process.execPath, 'example.ts')).trim(), expected!.printed);
});

test('the page names every problem with its status, every path, and every limit with its default', async () => {
  const rows = tableRows(text, 'status');
  for (const [code, { status }] of Object.entries(problemKinds)) {
    const row = rows.find(([, codes]) => codes!.includes(`\`${code}\``));
    if (code !== 'client-gone') assert.ok(row?.[0]?.includes(String(status)), code);
  }
  const paths = Object.keys(JSON.parse(await (await fetch(`${server.address}/openapi.json`)).text()).paths);
  const described = tableRows(text, 'path').map(([path]) => path!.replaceAll('`', '').split(' ')[1]);
  assert.deepEqual(described.sort(), paths.sort());
  const help = await run(process.execPath, join(root, 'bin/mpafer.js'), 'serve', '--help');
  const limits = [...help.matchAll(/^ {2}--(max-[a-z]+|drain) [\s\S]*?default:\s+"(\d+)"/gm)];
  assert.equal(limits.length, 12);
  for (const [, flag, value] of limits) {
    const row = tableRows(text, 'flag').find(([name]) => name === `\`--${flag}\``);
    assert.equal(row?.[1]?.split(' ')[0], value, flag);
  }
});
