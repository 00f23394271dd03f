// Facts that all ranks must have in common.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MpaferError } from '../../src/core/errors.ts';
import { type Facts, gatherJson, onAny, requireAgreement } from '../../src/team/agreement.ts';
import { errorsOnAll, memoryTeam, onAll } from '../support/memory-team.ts';

const compare = (facts: (rank: number) => Facts) =>
  errorsOnAll(memoryTeam(3), (member) => requireAgreement(member, 'train', facts(member.rank), 'Use one version'));

test('equal facts are agreed on, and so are facts that nobody has', async () => {
  const errors = await compare(() => ({ node: '24.0.0', threads: 2, clip: undefined }));
  assert.deepEqual(errors, [undefined, undefined, undefined]);
});

test('a fact that differs is named, with its ranks, on all of them', async () => {
  const errors = await compare((rank) => ({ node: '24.0.0', threads: rank === 2 ? 1 : 2 }));
  for (const error of errors) {
    const { code, message, hint } = error as MpaferError;
    assert.deepEqual(
      [code, message, hint],
      [
        'team',
        'Cannot train on 3 ranks: threads is 2 on rank 0 and 1 on rank 2; expected the same on all',
        'Use one version',
      ],
    );
  }
});

test('a fact that one rank lacks differs, and long ones are cut in the message', async () => {
  const [lacking] = await compare((rank) => ({ runtime: rank === 1 ? undefined : '1.30.0' }));
  assert.match((lacking as Error).message, /runtime is 1\.30\.0 on rank 0 and absent on rank 1/);
  const [long] = await compare((rank) => ({ settings: `${'x'.repeat(500)}${rank}` }));
  assert.ok((long as Error).message.length < 300);
});

test('ranks hear what each has to say, and whether any of them wants something', async () => {
  const team = memoryTeam(3, [2]);
  const found = await onAll(team, async (member) => [
    await gatherJson(member, { rank: member.rank }),
    await onAny(member, member.rank === 1),
    await onAny(member, false),
  ]);
  for (const each of found) assert.deepEqual(each, [[{ rank: 0 }, { rank: 1 }, { rank: 2 }], true, false]);
});
