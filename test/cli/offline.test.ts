// Every verb but those whose work is to ask somebody else does its work with the network denied, and does not even try to reach it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../platform/node/temporary-folder.ts';
import { mpafer } from '../support/command-line.ts';
import { withoutNetwork } from '../support/deny-network.ts';
import { installed, online, slow, verbCommands } from '../support/verbs.ts';

const verbsOf = async (...group: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await mpafer([...group, '--help']);
  // Every section but the options, arguments and examples lists verbs.
  const lists = stdout
    .split(/^(?=\S.*:\n)/m)
    .filter((section) => !/^(Usage|Options|Arguments|Examples?):/.test(section));
  return [...lists.join('').matchAll(/^ {2}([a-z-]+)/gm)]
    .map(([, name]) => [...group, name].join(' '))
    .filter((verb) => !/\bhelp$/.test(verb));
};

test('every command is either run offline here or known to need the network', async (t) => {
  const groups = ['data', 'models', 'describe'];
  const inner = await Promise.all(groups.map((group) => verbsOf(group)));
  const top = (await verbsOf()).filter((verb) => !['data', 'models'].includes(verb));
  const run = new Set((await verbCommands(await temporaryFolder(t))).map(({ verb }) => verb));
  const known = new Set([...run, ...online, ...installed]);
  assert.ok(top.includes('train') && inner.flat().includes('models list'), 'commands are found in the help');
  assert.deepEqual(
    [...top, ...inner.flat()].filter((verb) => !known.has(verb)),
    [],
  );
});

test('every command works with the network denied, and none tries to use it', { timeout: 900_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const commands = (await verbCommands(folder)).filter(({ verb }) => !slow.includes(verb));
  const { codes, attempts, stderr } = await withoutNetwork(
    folder,
    commands.map(({ args }) => args),
  );
  const ended = commands.map(({ args }, index) => [args.slice(0, 2).join(' '), codes[index]]);
  assert.deepEqual(
    ended,
    ended.map(([name]) => [name, 0]),
    stderr,
  );
  assert.equal(attempts, '');
});

test('pulling a model fails then, naming it, which shows that the denial works', async (t) => {
  const folder = await temporaryFolder(t);
  const pull = ['models', 'pull', 'tiny/clip', '--endpoint', 'http://127.0.0.1:9'];
  process.env.HF_HUB_CACHE = join(folder, 'hub');
  t.after(() => {
    delete process.env.HF_HUB_CACHE;
  });
  const { codes, attempts } = await withoutNetwork(folder, [pull]);
  assert.deepEqual(codes, [1]);
  assert.match(attempts, /^(fetch|connect|dns)/);
});
