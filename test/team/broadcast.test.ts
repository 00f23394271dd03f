// The leader's bytes on every rank.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broadcast, broadcastJson } from '../../src/team/broadcast.ts';
import { alone } from '../../src/team/team.ts';
import { teamOver } from '../../src/team/team-over.ts';
import { memoryTeam, memoryTransports, onAll } from '../support/memory-team.ts';

for (const [size, length] of [
  [1, 10],
  [2, 0],
  [3, 1],
  [4, 1001],
  [5, 5000],
] as const) {
  test(`${length} bytes reach ${size} ranks`, async () => {
    const bytes = Uint8Array.from({ length }, (_, at) => at % 251);
    const team = size === 1 ? [alone] : memoryTeam(size);
    const found = await onAll(team, (member) => broadcast(member, member.rank === 0 ? bytes : undefined));
    for (const each of found) assert.deepEqual(Buffer.from(each), Buffer.from(bytes));
  });
}

test('no rank receives much more than twice the bytes, however many ranks there are', async () => {
  const bytes = new Uint8Array(100_000);
  const transports = memoryTransports(16);
  await onAll(transports.map(teamOver), (member) => broadcast(member, member.rank === 0 ? bytes : undefined));
  for (const { received } of transports) assert.ok(received() < 2.1 * bytes.length, `${received()} bytes`);
});

test('a record keeps its order, its nulls and its letters', async () => {
  const value = { b: null, a: ['überrascht', 1.5], c: { d: true } };
  const found = await onAll(memoryTeam(3), (member) => broadcastJson(member, member.rank === 0 ? value : undefined));
  for (const each of found) assert.equal(JSON.stringify(each), JSON.stringify(value));
});
