// The command line under a launcher that has no MPI library here: what is printed, by whom. Training under real ones is in test/cluster.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mpafer } from '../support/command-line.ts';

const under = (rank: number, more: Readonly<Record<string, string>> = {}) => ({
  env: { OMPI_COMM_WORLD_SIZE: '2', OMPI_COMM_WORLD_RANK: String(rank), MPAFER_MPI: '/nowhere/libmpi.so', ...more },
});
const train = ['train', '--data', 'synthetic:', '--out', '/nowhere/run'];

test('without a library nothing is trained; the message is plain, with the rank in front and a page', async () => {
  const message =
    /Error Cannot work as 2 ranks, which mpirun started: there is no MPI library \(\/nowhere\/libmpi\.so\)/;
  for (const rank of [0, 1]) {
    const { code, stdout, stderr } = await mpafer(train, under(rank, { FORCE_COLOR: '1' }));
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, message);
    assert.match(stderr, rank === 0 ? /^Error/ : /^rank 1: Error/);
    assert.match(stderr, /MPAFER_MPI\n {2}\[team\] mpafer errors team\n$/);
  }
});

test('a time limit that is no number is wrong usage', async () => {
  const { code, stderr } = await mpafer(train, under(0, { MPAFER_MPI_TIMEOUT: 'soon' }));
  assert.equal(code, 2);
  assert.match(stderr, /Cannot use MPAFER_MPI_TIMEOUT: it is "soon"; expected seconds above 0/);
});

test('other verbs do not ask for a library', async () => {
  const { code, stdout } = await mpafer(['errors', 'team'], under(1));
  assert.equal(code, 0);
  assert.match(stdout, /MPAFER_MPI/);
});

test('a mistyped option is said by the first rank alone; all fail', async () => {
  for (const rank of [0, 1]) {
    const { code, stderr } = await mpafer([...train, '--treads', '2'], under(rank));
    assert.equal(code, 2);
    if (rank === 0) assert.match(stderr, /unknown option '--treads'/);
    else assert.equal(stderr, '');
  }
});
