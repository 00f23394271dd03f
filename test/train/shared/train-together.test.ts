// Training by several members in one process: the same bytes as alone, however many there are and however they end.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { parseConfiguration } from '../../../src/configuration/configuration.ts';
import { MpaferError } from '../../../src/core/errors.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { defaultDescriptions } from '../../../src/method/default-descriptions.ts';
import { readCheckpoint } from '../../../src/recognise/checkpoint.ts';
import type { FeatureStore } from '../../../src/recognise/feature-store.ts';
import { asOne } from '../../../src/team/as-one.ts';
import { alone, type Team } from '../../../src/team/team.ts';
import type { TrainInput } from '../../../src/train/run-setup.ts';
import { train } from '../../../src/train/train.ts';
import type { TrainEvent } from '../../../src/train/train-event.ts';
import { drawnDataset } from '../../support/drawings.ts';
import { errorsOnAll, memoryTeam } from '../../support/memory-team.ts';
import { tinyModel } from '../../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
/** Evaluations of two batches and a bit, and a last step of fewer parts than the others. */
const dataset = drawnDataset({ counts: { train: 9, valid: 24, test: 2 } });
const settings = {
  epochs: 2,
  batch: 10,
  microBatch: 2,
  warmupEpochs: 0,
  learningRate: 0.3,
  checkpointEvery: 2,
  classWeights: 'inverse-frequency',
};

interface Told {
  readonly onEvent?: (event: TrainEvent, member: Team) => void;
  readonly input?: (member: Team) => Partial<TrainInput>;
  readonly resume?: Uint8Array;
}

/** What a member says and keeps, in order; checkpoints by their digests. */
async function record(member: Team, { onEvent, input, resume }: Told = {}): Promise<readonly string[]> {
  const lines: string[] = [];
  const whole: TrainInput = {
    engine,
    clip,
    dataset,
    configuration: parseConfiguration(settings, 'the test'),
    descriptions: defaultDescriptions,
    team: member,
    ...input?.(member),
  };
  const job = train(whole, resume && readCheckpoint(resume, 'the state'));
  for await (const event of asOne(member, job)) {
    onEvent?.(event, member);
    const line = lineOf(event);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** Progress is of a rank, and left out. */
function lineOf(event: TrainEvent): string | undefined {
  switch (event.kind) {
    case 'checkpoint':
      return `checkpoint ${digest(event.bytes)}`;
    case 'trained':
      return `trained ${digest(event.recogniser)} ${digest(event.last)}`;
    case 'finished':
      return `finished ${digest(event.recogniser)} ${digest(event.last)} ${digest(JSON.stringify(event.results))}`;
    case 'step':
    case 'epoch':
    case 'note':
      return JSON.stringify(event);
    default:
      return undefined;
  }
}

let single: readonly string[];
before(async () => {
  single = await record(alone);
});

for (const size of [2, 3, 5]) {
  test(`${size} ranks say and keep what one does, to the last byte`, async () => {
    const found = await Promise.all(memoryTeam(size, [size - 1]).map((member) => record(member)));
    for (const lines of found) assert.deepEqual(lines, single);
  });
}

suite('a team that is stopped', () => {
  /** One rank alone is asked to stop. */
  const stopped = async (size: number, which: number, at: (event: TrainEvent) => boolean) => {
    const controller = new AbortController();
    let kept: Uint8Array | undefined;
    const errors = await errorsOnAll(memoryTeam(size, [0]), (member) =>
      record(member, {
        input: ({ rank }) => (rank === which ? { signal: controller.signal } : {}),
        onEvent(event, { rank }) {
          if (rank === which && at(event)) controller.abort();
          if (rank === 0 && event.kind === 'checkpoint') kept = event.bytes;
        },
      }),
    );
    return { errors, kept };
  };

  test('stops on all ranks after the same step, and resumes on any number of them to the same bytes', async () => {
    const { errors, kept } = await stopped(3, 1, (event) => event.kind === 'step' && event.step === 3);
    for (const error of errors) {
      assert.ok(error instanceof MpaferError);
      assert.equal(error.code, 'aborted');
    }
    const step = readCheckpoint(kept!, 'it').training!.step;
    assert.ok(step === 3 || step === 4, `stopped after step ${step}`);
    for (const size of [1, 2]) {
      const team = size === 1 ? [alone] : memoryTeam(size);
      const found = await Promise.all(team.map((member) => record(member, { resume: kept! })));
      for (const lines of found) assert.equal(lines.at(-1), single.at(-1));
    }
  });

  test('in an evaluation saves the steps of the epoch', async () => {
    const { errors, kept } = await stopped(2, 0, (event) => event.kind === 'evaluating');
    for (const error of errors) assert.equal((error as MpaferError).code, 'aborted');
    assert.equal(readCheckpoint(kept!, 'it').training!.step, 3);
    assert.equal((await record(alone, { resume: kept! })).at(-1), single.at(-1));
  });
});

suite('a team whose ranks differ', () => {
  const refused = async (input: (member: Team) => Partial<TrainInput>): Promise<readonly string[]> => {
    const events: TrainEvent[] = [];
    const errors = await errorsOnAll(memoryTeam(3), (member) =>
      record(member, { input, onEvent: (event) => events.push(event) }),
    );
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'ready' || kind === 'step'),
      [],
      'nothing may be written',
    );
    return errors.map((error) => (error as Error).message);
  };

  test('in their settings, data, versions or descriptions does not start', async () => {
    const configuration = parseConfiguration({ ...settings, learningRate: 0.1 }, 'it');
    const other = drawnDataset({ counts: { train: 9, valid: 24, test: 3 } });
    const cases: readonly [Partial<TrainInput>, RegExp][] = [
      [{ configuration }, /the configuration is .* on rank 0 and .* on rank 1; expected the same/],
      [{ dataset: other }, /the fingerprint of the data is \w+ on rank 0 and \w+ on rank 1/],
      [{ conditions: { node: '22.12.0' } }, /node is 24\.0\.0 on rank 0 and 22\.12\.0 on rank 1/],
      [
        { descriptions: { ...defaultDescriptions, anger: 'another one' } },
        /the digest of the descriptions is \w+ on rank 0/,
      ],
    ];
    for (const [own, message] of cases) {
      const found = await refused(({ rank }) => ({ conditions: { node: '24.0.0' }, ...(rank === 1 && own) }));
      for (const each of found) assert.match(each, message);
    }
  });

  test('has an engine that calculates differently: stops at the next checkpoint, before it is kept', async () => {
    const drifting: TrainInput['engine'] = {
      ...engine,
      async compile(outputs) {
        const program = await engine.compile(outputs);
        return {
          ...program,
          async run(feeds, signal) {
            const found = await program.run(feeds, signal);
            // The context's gradient, which every rank computes itself.
            const gradient = (found as Record<string, { data: Float32Array }>).contextGradient;
            if (gradient !== undefined) gradient.data[0]! += 1e-6;
            return found;
          },
        };
      },
    };
    const kept: number[] = [];
    const errors = await errorsOnAll(memoryTeam(2), (member) =>
      record(member, {
        input: ({ rank }) => (rank === 1 ? { engine: drifting } : {}),
        onEvent: (event) => {
          if (event.kind === 'checkpoint') kept.push(event.bytes.length);
        },
      }),
    );
    for (const error of errors) assert.match((error as Error).message, /the state after step 2 is \w+ on rank 0/);
    assert.deepEqual(kept, []);
  });
});

test('an image that one rank cannot read ends all with its error, and the last checkpoint resumes', async () => {
  let reads = 0;
  const broken: Dataset = {
    ...dataset,
    samples: dataset.samples.map((sample) => ({
      ...sample,
      async read() {
        if (++reads > 40) throw new MpaferError('image', 'Cannot read "a.png": it is cut off');
        return sample.read();
      },
    })),
  };
  let kept: Uint8Array | undefined;
  const errors = await errorsOnAll(memoryTeam(3), (member) =>
    record(member, {
      // Without a memory for images, each is read again in each epoch.
      input: ({ rank }) => (rank === 2 ? { dataset: broken, imageBytes: 0 } : {}),
      onEvent: (event) => {
        if (member.rank === 0 && event.kind === 'checkpoint') kept = event.bytes;
      },
    }),
  );
  const [first, second, third] = errors.map((error) => (error as Error).message);
  assert.deepEqual([first, second], [`rank 2: ${third}`, `rank 2: ${third}`]);
  assert.equal(third, 'Cannot read "a.png": it is cut off');
  assert.equal((await record(alone, { resume: kept! })).at(-1), single.at(-1));
});

test('the leader alone keeps features, and all use what it kept', async () => {
  const kept = new Map<string, Uint8Array>();
  const asked: number[] = [];
  const store = (rank: number): FeatureStore => ({
    async read(key) {
      asked.push(rank);
      return kept.get(key);
    },
    async write(key, bytes) {
      asked.push(rank);
      kept.set(key, bytes);
    },
  });
  for (const size of [3, 2]) {
    const found = await Promise.all(
      memoryTeam(size).map((member) => record(member, { input: ({ rank }) => ({ features: store(rank) }) })),
    );
    for (const lines of found) assert.deepEqual(lines, single);
  }
  assert.deepEqual([asked, kept.size], [[0, 0, 0], 1]);
});

test('a run that computes its batches at once cannot be shared', async () => {
  const { microBatch: _, ...whole } = settings;
  const errors = await errorsOnAll(memoryTeam(2), (member) =>
    record(member, { input: () => ({ configuration: parseConfiguration(whole, 'it') }) }),
  );
  for (const error of errors) {
    assert.equal((error as Error).message, 'Cannot train on 2 ranks: this run computes each batch at once');
  }
});
