// The transport over MPI, with calls that only pretend.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MpaferError } from '../../../../src/core/errors.ts';
import type { MpiCalls, Pending } from '../../../../src/platform/node/mpi/calls.ts';
import { mpiTransport } from '../../../../src/platform/node/mpi/mpi-transport.ts';

/** Rank 1 of 2. The other sends what this one does; an exchange ends after `looks` looks. */
function pretended(looks: number): MpiCalls {
  const after = (work: () => void): Pending => {
    let left = looks;
    return {
      test() {
        if (left-- > 0) return false;
        work();
        return true;
      },
    };
  };
  const unused = () => assert.fail('not asked for');
  return {
    version: () => 'pretended',
    init: unused,
    rank: () => 1,
    size: () => 2,
    allgather: (sent, received, length) =>
      after(() => {
        received.set(sent.subarray(0, length), 0);
        received.set(sent.subarray(0, length), length);
      }),
    alltoall: (sent, received) => after(() => received.set(sent)),
    abort: unused,
    finalize: unused,
  };
}

const onSettled = () => {};

for (const looks of [0, 5, 103]) {
  test(`bytes arrive after ${looks} looks`, async () => {
    const transport = mpiTransport(pretended(looks), { limit: 60, onSettled });
    assert.deepEqual([transport.rank, transport.size], [1, 2]);
    assert.deepEqual([...(await transport.allgather(Uint8Array.of(7, 8)))], [7, 8, 7, 8]);
    assert.deepEqual([...(await transport.alltoall(Uint8Array.of(1, 2)))], [1, 2]);
    assert.deepEqual([...(await transport.allgather(new Uint8Array(0)))], []);
  });
}

test('ranks that never answer are given up after the limit, with an error that says what to look for', async () => {
  const transport = mpiTransport(pretended(Number.POSITIVE_INFINITY), { limit: 0.05, onSettled });
  await assert.rejects(transport.allgather(new Uint8Array(1)), (error: MpaferError) => {
    assert.equal(error.code, 'team');
    assert.match(error.message, /^Rank 1 gave up: one of the other 1 has not answered for 0 s/);
    assert.match(error.hint!, /MPAFER_MPI_TIMEOUT/);
    return true;
  });
});
