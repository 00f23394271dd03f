import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Help } from 'commander';
import { commandGroups } from '../../src/cli/command-list.ts';

const listed = Object.values(commandGroups).flat();

test('what the list says of a command that is not loaded is what its own help says', async () => {
  for (const { name, takes, load } of listed) {
    const command = await load();
    assert.equal(command.name(), name);
    assert.equal(new Help().subcommandTerm(command), `${name} ${takes}`.trim());
    assert.equal(command.description(), '', `${name} has its description in the list alone`);
  }
});

test('no command is listed twice', () => {
  const names = listed.map(({ name }) => name);
  assert.deepEqual([...new Set(names)], names);
});
