// A team in memory: what its members give each other, and how they end together.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MpaferError } from '../../src/core/errors.ts';
import { asOne } from '../../src/team/as-one.ts';
import { alone, type Team } from '../../src/team/team.ts';
import { teamOver } from '../../src/team/team-over.ts';
import { errorsOnAll, memoryTeam, memoryTransports, onAll } from '../support/memory-team.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const messages = (errors: readonly unknown[]): (string | undefined)[] =>
  errors.map((error) => (error as Error | undefined)?.message);

suite('gather', () => {
  for (const length of [0, 5, 48, 49, 1000]) {
    test(`gives everyone the bytes of all, about ${length} of each, in the order of ranks`, async () => {
      const own = ({ rank }: Team) => String(rank).repeat(length + rank);
      const found = await onAll(memoryTeam(3, [1]), async (member) =>
        (await member.gather(Buffer.from(own(member)))).map(text),
      );
      const all = [0, 1, 2].map((rank) => String(rank).repeat(length + rank));
      assert.deepEqual(found, [all, all, all]);
    });
  }

  test('one of many in a row does not mix with the next', async () => {
    const found = await onAll(memoryTeam(2, [0]), async (member) => {
      const seen: string[] = [];
      for (let turn = 0; turn < 20; turn++) {
        const all = await member.gather(Buffer.from(`${member.rank} ${turn} ${'x'.repeat(turn * 7)}`));
        seen.push(all.map((each) => text(each).split(' ').slice(0, 2).join()).join(' '));
      }
      return seen;
    });
    assert.deepEqual(
      found[0],
      Array.from({ length: 20 }, (_, turn) => `0,${turn} 1,${turn}`),
    );
    assert.deepEqual(found[0], found[1]);
  });
});

test('exchange hands one piece to each rank', async () => {
  const found = await onAll(memoryTeam(3), async (member) =>
    (await member.exchange([0, 1, 2].map((to) => Buffer.from(`${member.rank} to ${to}`)))).map(text),
  );
  assert.deepEqual(
    found,
    [0, 1, 2].map((to) => [0, 1, 2].map((from) => `${from} to ${to}`)),
  );
});

test('exchange refuses pieces that differ in length, on all ranks', async () => {
  const errors = await errorsOnAll(memoryTeam(2), (member) =>
    member.exchange([new Uint8Array(4), new Uint8Array(4 + member.rank)]),
  );
  for (const message of messages(errors))
    assert.match(message!, /^Cannot exchange pieces: ranks have them of 4 and -1/);
});

suite('a rank that fails', () => {
  const failing = async function* (member: Team, work: (member: Team) => Promise<void>) {
    yield 'started';
    await work(member);
  };
  const run = async (member: Team, work: (member: Team) => Promise<void>) => {
    for await (const _ of asOne(member, failing(member, work)));
  };
  const refusal = new MpaferError('image', 'Cannot read "a.png": it is no image', { hint: 'Replace it' });

  test('is heard by those that exchange, whatever they do, and all end with its error', async () => {
    const transports = memoryTransports(4, [3]);
    const errors = await errorsOnAll(transports.map(teamOver), (member) =>
      run(member, async ({ rank, gather, exchange }) => {
        if (rank === 2) throw refusal;
        if (rank === 1) await gather(new Uint8Array(500));
        else if (rank === 3) await exchange([0, 1, 2, 3].map(() => new Uint8Array(100)));
      }),
    );
    assert.equal(errors[2], refusal);
    for (const rank of [0, 1, 3]) {
      const { code, message, hint } = errors[rank] as MpaferError;
      assert.deepEqual([code, message, hint], ['image', `rank 2: ${refusal.message}`, 'Replace it']);
    }
    assert.deepEqual(
      transports.map(({ isSettled }) => isSettled()),
      [true, true, true, true],
    );
  });

  test('is not named where all failed of the same, nor where it is the first', async () => {
    const everywhere = await errorsOnAll(memoryTeam(3), (member) =>
      run(member, async () => {
        throw new MpaferError('image', refusal.message);
      }),
    );
    assert.deepEqual(messages(everywhere), [refusal.message, refusal.message, refusal.message]);
    const first = await errorsOnAll(memoryTeam(2), (member) =>
      run(member, async ({ rank }) => {
        if (rank === 0) throw refusal;
      }),
    );
    assert.deepEqual(messages(first), [refusal.message, refusal.message]);
  });

  test('of a bug keeps its stack, and the others say where it is', async () => {
    const bug = new TypeError('x is undefined');
    const errors = await errorsOnAll(memoryTeam(2), (member) =>
      run(member, async ({ rank, gather }) => {
        if (rank === 1) throw bug;
        await gather(new Uint8Array(1));
      }),
    );
    assert.equal(errors[1], bug);
    assert.equal((errors[0] as MpaferError).code, 'team');
    assert.match(messages(errors)[0]!, /^rank 1: this is a bug in mpafer: x is undefined$/);
  });

  test('ends later calls of the same rank too', async () => {
    const team = memoryTeam(2);
    const seen = await errorsOnAll(team, async (member) => {
      if (member.rank === 1) throw await member.fail(refusal);
      await member.gather(new Uint8Array(1)).catch(() => {});
      await member.gather(new Uint8Array(1));
    });
    assert.deepEqual(messages(seen), [`rank 1: ${refusal.message}`, refusal.message]);
  });
});

test('nobody returns before all have come to the end', async () => {
  const ended: number[] = [];
  const transports = memoryTransports(3);
  await onAll(transports.map(teamOver), async (member) => {
    const job = (async function* () {
      await new Promise((resolve) => setTimeout(resolve, 10 * member.rank));
      ended.push(member.rank);
    })();
    for await (const _ of asOne(member, job));
    assert.equal(ended.length, 3);
  });
  assert.ok(transports.every(({ isSettled }) => isSettled()));
});

test('ranks that do not make the same calls are told so', async () => {
  const transports = memoryTransports(2);
  const errors = await errorsOnAll(transports.map(teamOver), async (member) => {
    if (member.rank === 0) await member.gather(new Uint8Array(3));
    else await member.end();
  });
  assert.match(messages(errors)[0]!, /^The ranks have lost step: rank 0 is at gather 0, rank 1 at end 0$/);
  assert.equal((errors[1] as MpaferError).code, 'team');
  assert.ok(
    transports.every(({ isSettled }) => !isSettled()),
    'such a job is ended by force',
  );
});

test('a transport that fails is not used again, and its error is the one that is shown', async () => {
  let calls = 0;
  const broken = new MpaferError('team', 'Rank 0 gave up');
  const member = teamOver({
    rank: 0,
    size: 2,
    async allgather() {
      calls++;
      throw broken;
    },
    alltoall: async (blocks) => blocks,
    settled: () => assert.fail('the others have not agreed'),
  });
  await assert.rejects(member.gather(new Uint8Array(1)), broken);
  await assert.rejects(member.end(), broken);
  assert.equal(await member.fail(new Error('what followed')), broken);
  assert.equal(calls, 1);
});

test('one process on its own gets what it gives', async () => {
  assert.deepEqual(await alone.gather(Uint8Array.of(1, 2)), [Uint8Array.of(1, 2)]);
  assert.deepEqual(await alone.exchange([Uint8Array.of(3)]), [Uint8Array.of(3)]);
  const error = new Error('it');
  assert.equal(await alone.fail(error), error);
  await alone.end();
});
