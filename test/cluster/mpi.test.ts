// Training under real launchers: the same bytes by either MPI on any number of ranks, and ends of every kind that can be resumed.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { before, suite, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { mpafer, oneThread } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { workshop } from '../support/workshop.ts';
import { type Kind, type Launched, launch, ran } from './launch.ts';

const shop = await workshop();
const settings = ['epochs=5', 'batch=10', 'microBatch=2', 'warmupEpochs=0', 'learningRate=0.3', 'checkpointEvery=2'];
const args = (name: string, ...extra: string[]) => [
  ...['train', '--data', shop.data, '--clip', shop.clip, '--out', shop.at('runs', name), ...oneThread],
  ...settings,
  ...extra,
];
const resumed = (name: string) => ['train', '--out', shop.at('runs', name), '--resume', ...oneThread];

/** What must not depend on how a run was computed. The report names the environment. */
const results = [
  'metrics.jsonl',
  'results.csv',
  'checkpoints/best.safetensors',
  'checkpoints/last.safetensors',
  'checkpoints/state.safetensors',
];
const resultsOf = async (name: string) => {
  const content = await contentOf(shop.at('runs', name));
  return Object.fromEntries(results.map((file) => [file, content[file]]));
};
let single: Awaited<ReturnType<typeof resultsOf>>;

before(async () => {
  const { code, stderr } = await shop.train('single', settings);
  assert.equal(code, 0, stderr);
  single = await resultsOf('single');
  assert.ok(Object.values(single).every((each) => each !== undefined));
});

/** Does something to a run in its third epoch. */
const inThirdEpoch = (action: (launched: Launched) => unknown) => {
  let done = false;
  return (launched: Launched, text: string) => {
    if (done || !/^(rank 0: )?epoch +2 /m.test(text)) return;
    done = true;
    action(launched);
  };
};

suite('the bytes of one process', () => {
  for (const [kind, ranks] of [
    ['Open MPI', 2],
    ['Open MPI', 5],
    ['MPICH', 2],
    ['MPICH', 3],
    ['MPICH', 4],
  ] as const) {
    test(`come from ${ranks} ranks of ${kind}`, async () => {
      const name = `${kind} ${ranks}`;
      const { code, stdout, stderr } = await ran(kind, ranks, args(name));
      assert.equal(code, 0, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, new RegExp(`${ranks} ranks on 1 machine, 1 thread per step each`));
      assert.equal(stderr.match(/^epoch +1 /gm)?.length, 1, 'the first rank alone reports');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours and rewritten lines
      assert.doesNotMatch(stderr, /[\x1b\r]/);
      assert.deepEqual(await resultsOf(name), single);
    });
  }
});

test('a run that was given no parts gets one for each rank, and records it', async () => {
  const name = 'without parts';
  const whole = args(name).filter((each) => !each.startsWith('microBatch'));
  const { code, stderr } = await ran('MPICH', 2, [...whole, 'epochs=1']);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /microBatch=5: a batch of 10 in 2 parts, shared by the ranks/);
  const again = await shop.train('the same parts', [...settings, 'microBatch=5', 'epochs=1']);
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual(await resultsOf(name), await resultsOf('the same parts'));
});

suite('ends before the end', () => {
  const causes: Readonly<
    Record<string, { kind: Kind; ranks: number; on: Kind; by: number; end: (launched: Launched) => unknown }>
  > = {
    'a rank is killed': {
      kind: 'Open MPI',
      ranks: 3,
      on: 'MPICH',
      by: 2,
      end: async ({ pidOf }) => process.kill(await pidOf(1), 'SIGKILL'),
    },
    'the leader is killed': {
      kind: 'MPICH',
      ranks: 2,
      on: 'Open MPI',
      by: 4,
      end: async ({ pidOf }) => process.kill(await pidOf(0), 'SIGKILL'),
    },
    'the launcher gets Ctrl-C': {
      kind: 'MPICH',
      ranks: 3,
      on: 'Open MPI',
      by: 2,
      end: ({ launcher }) => launcher.kill('SIGINT'),
    },
    'the launcher is told to terminate': {
      kind: 'Open MPI',
      ranks: 2,
      on: 'MPICH',
      by: 3,
      end: ({ launcher }) => launcher.kill('SIGTERM'),
    },
    'one rank alone is told to terminate': {
      kind: 'MPICH',
      ranks: 2,
      on: 'MPICH',
      by: 2,
      end: async ({ pidOf }) => process.kill(await pidOf(1), 'SIGTERM'),
    },
  };
  for (const [name, { kind, ranks, on, by, end }] of Object.entries(causes)) {
    test(`${name}: ${by} ranks of ${on} resume the run of ${ranks} of ${kind} to the same bytes`, async () => {
      const { ended } = await launch(kind, ranks, args(name), { onError: inThirdEpoch(end) });
      const first = await ended;
      assert.doesNotMatch(first.stderr, /This is a bug/);
      assert.ok(existsSync(shop.at('runs', name, 'checkpoints/state.safetensors')), first.stderr);
      const second = await ran(on, by, resumed(name));
      assert.equal(second.code, 0, second.stderr);
      assert.match(second.stderr, /resuming after step \d+/);
      assert.deepEqual(await resultsOf(name), single);
    });
  }

  test('a rank that hangs is given up, the others end, and one process resumes', async () => {
    const name = 'a rank hangs';
    let hung = 0;
    const { ended } = await launch('MPICH', 3, args(name), {
      env: { MPAFER_MPI_TIMEOUT: '20' },
      onError: inThirdEpoch(async ({ pidOf }) => {
        hung = await pidOf(2);
        process.kill(hung, 'SIGSTOP');
      }),
    });
    const { code, stderr } = await ended;
    assert.notEqual(code, 0);
    assert.match(stderr, /Rank [01] gave up: one of the other 2 has not answered for 20 s/);
    assert.ok(await ends(hung), 'the launcher has ended it');
    const second = await mpafer(resumed(name));
    assert.equal(second.code, 0, second.stderr);
    assert.deepEqual(await resultsOf(name), single);
  });
});

/** Whether a process ends within ten seconds. */
async function ends(pid: number): Promise<boolean> {
  for (let looks = 0; looks < 100; looks++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await setTimeout(100);
  }
  return false;
}

suite('what cannot work is said once', () => {
  const errorsIn = (stderr: string) => stderr.match(/^(rank \d+: )?Error /gm)?.length;

  test('the launcher of one MPI and the library of another', async () => {
    const name = 'strangers';
    const { code, stderr } = await ran('Open MPI', 3, args(name), { env: { MPAFER_MPI: 'libmpich.so.12' } });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /Cannot work as 3 ranks: mpirun started 3, but libmpich\.so\.12 \(MPICH .*\) knows of 1/);
    assert.equal(errorsIn(stderr), 1, stderr);
    assert.equal(existsSync(shop.at('runs', name)), false, 'no run may be started');
  });

  test('a folder that holds a run already', async () => {
    const { code, stderr } = await ran('MPICH', 3, args('single'));
    assert.notEqual(code, 0);
    assert.match(stderr, /Cannot train into .*: it already contains a run/);
    assert.equal(errorsIn(stderr), 1, stderr);
    assert.deepEqual(await resultsOf('single'), single);
  });

  test('a setting that is wrong', async () => {
    const { code, stderr } = await ran('Open MPI', 2, args('wrong', 'epoch=3'));
    assert.notEqual(code, 0);
    assert.match(stderr, /did you mean "epochs"/i);
    assert.equal(errorsIn(stderr), 1, stderr);
  });

  test('several seeds', async () => {
    const { code, stderr } = await ran('MPICH', 2, args('seeds', '--seeds', '1,2'));
    assert.notEqual(code, 0);
    assert.match(stderr, /Cannot train several seeds on 2 ranks/);
    assert.equal(errorsIn(stderr), 1, stderr);
  });
});

test('doctor reports the ranks, their cores and the time of an exchange', async () => {
  const { code, stdout, stderr } = await ran('MPICH', 2, ['doctor', '--clip', shop.clip]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^ok +ranks +2 ranks on 1 machine by mpiexec, MPICH Version/m);
  assert.match(stdout, /^ok +versions +the same on all ranks$/m);
  assert.match(stdout, /^ok +cores +\S+: 2 ranks, \d+ of \d+ cores?: \d+ threads? per step each/m);
  assert.match(stdout, /^ok +exchange +310 KB of each rank to all: [\d.]+ ms, at most [\d.]+ ms$/m);
  assert.equal(stdout.match(/^ok +engine/gm)?.length, 1);
});

test('ranks that are to work alone do so', async () => {
  const { code, stdout } = await ran('MPICH', 2, ['doctor', '--clip', shop.clip], { env: { MPAFER_MPI: 'none' } });
  assert.equal(code, 0);
  assert.equal(stdout.match(/^ok +engine/gm)?.length, 2);
  assert.doesNotMatch(stdout, /exchange/);
});
