import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { MpaferError } from '../../src/core/errors.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import type { EpochRecord } from '../../src/evaluate/epoch-record.ts';
import { atTemperature } from '../../src/evaluate/held-out-study.ts';
import { ownThreshold } from '../../src/evaluate/own-threshold.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import type { PromptArrays } from '../../src/method/prompts.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { type Checkpoint, readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { train } from '../../src/train/train.ts';
import type { FinishedEvent, StepEvent, TrainEvent } from '../../src/train/train-event.ts';
import { refuses } from '../data/refuses.ts';
import { drawnDataset } from '../support/drawings.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
/** Two steps an epoch. */
const few = drawnDataset({ counts: { train: 4, valid: 2, test: 2 } });
const quick = { epochs: 1, batch: 6, warmupEpochs: 0, learningRate: 0.3 };

interface Run {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly dataset?: Dataset;
  readonly resume?: Checkpoint;
  /** Asks for a stop at the first event for which it is true. */
  readonly stopAt?: (event: TrainEvent) => boolean;
  /** Told of each event as it comes. */
  readonly onEvent?: (event: TrainEvent) => void;
}

function start({ settings = {}, dataset = few, resume, stopAt, onEvent }: Run): {
  events: TrainEvent[];
  ended: Promise<void>;
} {
  const controller = new AbortController();
  const configuration = parseConfiguration({ ...quick, ...settings }, 'the test');
  const input = { engine, clip, dataset, configuration, descriptions: defaultDescriptions, signal: controller.signal };
  const events: TrainEvent[] = [];
  const work = async () => {
    for await (const event of train(input, resume)) {
      events.push(event);
      onEvent?.(event);
      if (stopAt?.(event)) controller.abort();
    }
  };
  return { events, ended: work() };
}

async function run(options: Run): Promise<TrainEvent[]> {
  const { events, ended } = start(options);
  await ended;
  return events;
}

const only = <Kind extends TrainEvent['kind']>(events: readonly TrainEvent[], kind: Kind) =>
  events.filter((event): event is Extract<TrainEvent, { kind: Kind }> => event.kind === kind);
const stepsOf = (events: readonly TrainEvent[]): StepEvent[] => only(events, 'step');
const finishedOf = (events: readonly TrainEvent[]): FinishedEvent => only(events, 'finished')[0]!;
const recogniserOf = (events: readonly TrainEvent[]): Checkpoint => readCheckpoint(finishedOf(events).recogniser, 'it');
const lossesOf = (events: readonly TrainEvent[]) => Object.keys(stepsOf(events)[0]!.losses).sort();

suite('every switch trains', () => {
  const every = ['classification', 'loss', 'promptAlignment', 'prototypeAlignment', 'tokenAlignment'];
  const without = (name: string) => every.filter((loss) => loss !== name);
  interface Case {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly losses?: readonly string[];
    readonly context?: readonly number[];
    /** Null where there are no visual prompts. */
    readonly visual?: readonly number[] | null;
  }
  const cases: readonly Case[] = [
    { settings: {}, context: [3, 10, 16], visual: [2, 8, 24] },
    { settings: { sharedContext: true }, context: [10, 16] },
    { settings: { contextTokens: 2 }, context: [3, 2, 16] },
    { settings: { contextWords: 'a photo of a' }, context: [3, 4, 16] },
    { settings: { contextWords: 'a photo of a', sharedContext: true }, context: [4, 16] },
    { settings: { visualPrompts: 0 }, visual: null },
    { settings: { visualPrompts: 3, visualDepth: 1 }, visual: [1, 3, 24] },
    { settings: { visualDepth: 99 }, visual: [2, 8, 24] },
    { settings: { topPatches: 0 } },
    { settings: { topPatches: 1, localWeight: 0.5 } },
    { settings: { localFeature: 'value-path' } },
    { settings: { hardPrompt: 1 } },
    { settings: { hardPrompt: 2 } },
    { settings: { tokenAlignment: false }, losses: without('tokenAlignment') },
    { settings: { promptAlignment: 'none' }, losses: without('promptAlignment') },
    { settings: { promptAlignment: 'l1' } },
    { settings: { promptAlignment: 'cosine' } },
    { settings: { prototypeAlignment: 'none' }, losses: without('prototypeAlignment') },
    { settings: { prototypeAlignment: 'l1' } },
    { settings: { prototypeSamples: 2 } },
    { settings: { classAware: true } },
    { settings: { weightRank: 1 } },
    {
      settings: { promptRank: 1, driftCorrection: true, contextTokens: 3, visualPrompts: 3 },
      context: [3, 3, 16],
      // No prompts of the image tower train: theirs are a product.
      visual: null,
    },
    { settings: { localMatch: 'transport' } },
    { settings: { microBatch: 4 } },
    { settings: { softLabels: true } },
    { settings: { sampler: 'balanced' } },
    { settings: { classWeights: 'inverse-frequency' } },
    { settings: { classWeights: 'effective-number', effectiveNumberBeta: 0.9 } },
    { settings: { clipGroups: 'each' } },
    { settings: { clipNorm: null, warmupRate: null, warmupEpochs: 1 } },
    { settings: { scale: 5, textTemperature: 1, beta: 0.5, gamma: 2, momentum: 0, weightDecay: 0 } },
    { settings: { augmentation: { mixup: 0.4, jitter: { brightness: 0.1, contrast: 0.1 } } } },
  ];
  for (const { settings, losses = every, context, visual } of cases) {
    test(JSON.stringify(settings), async () => {
      const events = await run({ settings });
      const steps = stepsOf(events);
      assert.deepEqual(
        steps.map(({ step, images, of }) => [step, images, of]),
        [
          [1, 6, 12],
          [2, 12, 12],
        ],
      );
      for (const step of steps) {
        assert.ok(Object.values(step.losses).every(Number.isFinite));
        assert.ok(step.gradientNormContext > 0);
        assert.equal(step.gradientNormVisual === undefined, visual === null);
      }
      assert.deepEqual(lossesOf(events), losses);
      const { record } = only(events, 'epoch')[0]!;
      assert.ok(record.contextDrift > 0);
      assert.equal(record.visualDrift === undefined, visual === null);
      const trained = recogniserOf(events);
      if (context) assert.deepEqual(trained.context?.shape, context);
      if (visual) assert.deepEqual(trained.visual?.shape, visual);
    });
  }
});

suite('images are checked before training', () => {
  const broken = new MpaferError('image', 'Cannot decode "test/7.png": the file is empty');
  const checked = (fails: (split: string, index: number) => boolean): Dataset => ({
    ...few,
    samples: few.samples.map((sample, index) => ({
      ...sample,
      read: () => sample.read(),
      check: async () => {
        if (fails(sample.split, index)) throw broken;
      },
    })),
  });

  test('a bad test image is found before anything else is done', async () => {
    const firstTest = few.samples.findIndex(({ split }) => split === 'test');
    const { events, ended } = start({ dataset: checked((split, index) => split === 'test' && index >= firstTest) });
    await refuses(ended, 'image', /^Cannot decode "test\/7\.png": the file is empty$/);
    assert.deepEqual(events, []);
  });

  test('reports how many of the images are checked', async () => {
    const events = await run({ dataset: checked(() => false) });
    const of = few.samples.length;
    assert.deepEqual(only(events, 'checking'), [{ kind: 'checking', done: of, of }]);
    assert.equal(events[0]!.kind, 'checking');
  });

  test('trains to the same bytes without checks', async () => {
    const [plain, probed] = [await run({}), await run({ dataset: checked(() => false) })];
    assert.deepEqual(only(plain, 'checking'), []);
    assert.deepEqual(finishedOf(probed).recogniser, finishedOf(plain).recogniser);
  });
});

test('a test image that fails after training costs neither the recogniser nor the last state', async () => {
  const failing: Dataset = {
    ...few,
    samples: few.samples.map((sample) => ({
      ...sample,
      read: async () => {
        if (sample.split === 'test') throw new MpaferError('image', 'Cannot decode "late.png": it is cut short');
        return sample.read();
      },
    })),
  };
  const { events, ended } = start({ dataset: failing });
  await refuses(ended, 'image', /late\.png/);
  const [trained] = only(events, 'trained');
  const whole = await run({});
  assert.deepEqual(trained!.recogniser, finishedOf(whole).recogniser);
  assert.deepEqual(trained!.last, finishedOf(whole).last);
  const state = readCheckpoint(only(events, 'checkpoint').at(-1)!.bytes, 'it');
  const resumed = await run({ resume: state });
  assert.deepEqual(stepsOf(resumed), [], 'only the evaluation is repeated');
  assert.deepEqual(finishedOf(resumed).results, finishedOf(whole).results);
});

test('notes a missing validation or test split before training', async () => {
  const notes = async (counts: { train: number; valid?: number; test?: number }) =>
    only(await run({ dataset: drawnDataset({ counts }) }), 'note').map(({ text }) => text.split(':')[0]);
  assert.deepEqual(await notes({ train: 4 }), ['No validation split', 'No test split']);
  assert.deepEqual(await notes({ train: 4, valid: 2, test: 2 }), []);
});

suite('what a run does', () => {
  test('reads only the images that prototypes are made of before it begins', async () => {
    for (const [settings, count] of [
      [{}, 12],
      [{ prototypeSamples: 1 }, 3],
      [{ prototypeAlignment: 'none' }, 0],
    ] as const) {
      const read: string[] = [];
      const dataset = drawnDataset({ counts: { train: 4 }, onRead: (id) => read.push(id) });
      let before = -1;
      await run({
        settings,
        dataset,
        onEvent: ({ kind }) => {
          if (kind === 'ready') before = read.length;
        },
      });
      assert.equal(before, count);
      assert.equal(new Set(read).size, read.length, 'each image is read once and kept');
    }
  });

  test('touches the test split once, behind the last epoch', async () => {
    const order: string[] = [];
    const dataset = drawnDataset({ counts: { train: 4, valid: 2, test: 2 }, onRead: (id) => order.push(id) });
    const events = await run({ settings: { epochs: 2 }, dataset, onEvent: ({ kind }) => order.push(kind) });
    const firstTest = order.findIndex((name) => name.startsWith('test/'));
    assert.ok(firstTest > order.lastIndexOf('epoch'));
    const evaluated = only(events, 'evaluating').filter(({ what }) => what.endsWith('test'));
    assert.deepEqual(
      evaluated.map(({ what }) => what),
      ['zero-shot, test', 'last, test', 'selected, test'],
    );
  });

  test('hands out an epoch before the checkpoint that has it, so that a kill in between loses nothing', async () => {
    const kinds = (await run({ settings: { epochs: 2 } })).map(({ kind }) => kind);
    const wanted = ['step', 'step', 'epoch', 'checkpoint'];
    assert.deepEqual(
      kinds.filter((kind) => wanted.includes(kind)),
      [...wanted, ...wanted],
    );
    assert.ok(
      kinds.indexOf('ready') > kinds.lastIndexOf('prototypes') && kinds.indexOf('ready') < kinds.indexOf('step'),
    );
    assert.equal(kinds.at(-1), 'finished');
  });

  test('selects the epoch that did best on validation, of equals the first', async () => {
    const events = await run({ settings: { epochs: 5 } });
    const wars = only(events, 'epoch').map(({ record }) => record.valid!.war);
    const best = wars.indexOf(Math.max(...wars));
    assert.equal(recogniserOf(events).epoch, best + 1);
    assert.deepEqual(
      only(events, 'epoch').map(({ best }) => best),
      wars.map((war, index) => war > Math.max(-1, ...wars.slice(0, index))),
    );
    const { results } = finishedOf(events);
    assert.deepEqual(
      results.map(({ recogniser, split, epoch }) => [recogniser, split, epoch]),
      ['valid', 'test'].flatMap((split) => [
        ['zero-shot', split, 0],
        ['last', split, 5],
        ['selected', split, best + 1],
      ]),
    );
  });

  test('evaluates every so many epochs and after the last', async () => {
    const events = await run({ settings: { epochs: 5, evaluateEvery: 2 } });
    assert.deepEqual(
      only(events, 'epoch').map(({ record }) => record.valid !== undefined),
      [false, true, false, true, true],
    );
  });

  test('gives the recogniser the threshold that 90 % of its validation faces are right above', async () => {
    const dataset = drawnDataset({ counts: { train: 8, valid: 12 } });
    const events = await run({ dataset, settings: { epochs: 6 } });
    const { abstention, temperature } = recogniserOf(events);
    const { predictions } = finishedOf(events).results.find(({ recogniser }) => recogniser === 'selected')!;
    assert.deepEqual(abstention, ownThreshold(atTemperature(predictions, temperature)));
    assert.ok(abstention!.accuracy >= 0.9 && abstention!.faces === 36);
  });

  test('without validation keeps the last epoch, uncalibrated', async () => {
    const events = await run({ dataset: drawnDataset({ counts: { train: 4, test: 2 } }) });
    const { results, recogniser, last } = finishedOf(events);
    assert.deepEqual(
      results.map((result) => result.recogniser),
      ['zero-shot', 'last'],
    );
    assert.deepEqual(recogniser, last);
    assert.equal(recogniserOf(events).temperature, 1);
    assert.equal(recogniserOf(events).abstention, undefined);
    assert.ok(only(events, 'epoch').every(({ record, best }) => record.valid === undefined && !best));
  });

  test('calls what plain CLIP says of the hard prompts zero-shot, whatever the training does', async () => {
    const [one, other] = [await run({}), await run({ settings: { topPatches: 0, seed: 2, visualPrompts: 0 } })];
    const zero = (events: readonly TrainEvent[]) => finishedOf(events).results[0]!.predictions.logits;
    assert.deepEqual(zero(one), zero(other));
  });

  test('trains on votes with softLabels, and on labels without', async () => {
    const counts = { train: 4 };
    const certain = drawnDataset({ counts, votes: (label) => [0, 1, 2].map((index) => (index === label ? 10 : 0)) });
    const torn = drawnDataset({ counts, votes: (label) => [0, 1, 2].map((index) => (index === label ? 6 : 2)) });
    const first = async (dataset: Dataset, softLabels: boolean) =>
      stepsOf(await run({ dataset, settings: { softLabels } }))[0]!.losses.classification!;
    const byLabel = await first(torn, false);
    assert.equal(await first(certain, true), byLabel, 'ten votes for the label are the label');
    assert.ok(Math.abs((await first(torn, true)) - byLabel) > 1e-3);
  });

  test('draws all classes equally often with sampler=balanced', async () => {
    const all = drawnDataset({ counts: { train: 8 } });
    const samples = all.samples.filter(({ label }, index) => label === 0 || index % 8 === 0);
    const dataset = { ...all, samples };
    const [balanced, plain] = [
      await run({ dataset, settings: { sampler: 'balanced', batch: 1 } }),
      await run({ dataset, settings: { batch: 1 } }),
    ];
    assert.equal(stepsOf(balanced).length, stepsOf(plain).length);
    assert.notDeepEqual(stepsOf(balanced)[0]!.losses, stepsOf(plain)[0]!.losses);
  });

  test('takes another course under another seed, and the same under the same', async () => {
    const [one, same, other] = [await run({}), await run({}), await run({ settings: { seed: 2 } })];
    assert.deepEqual(finishedOf(one).last, finishedOf(same).last);
    assert.notDeepEqual(recogniserOf(one).context?.data, recogniserOf(other).context?.data);
  });

  test('weighs the classification loss by class, and no other', async () => {
    const settings = { batch: 12 };
    const first = async (more: object) => stepsOf(await run({ settings: { ...settings, ...more } }))[0]!.losses;
    const [plain, even, weighted] = [
      await first({}),
      await first({ classWeights: 'inverse-frequency' }),
      await first({ classWeights: { anger: 20 } }),
    ];
    assert.ok(Math.abs(even.classification! - plain.classification!) < 1e-5, 'the drawings are balanced');
    assert.ok(Math.abs(weighted.classification! - plain.classification!) > 1e-3);
    assert.deepEqual(
      [weighted.tokenAlignment, weighted.prototypeAlignment],
      [plain.tokenAlignment, plain.prototypeAlignment],
    );
    await refuses(start({ settings: { classWeights: { angry: 2 } } }).ended, 'configuration', /no class "angry"$/);
  });

  test('looks at the test split after each epoch where it is asked to, and names the epoch that did best there', async () => {
    const settings = { epochs: 3, testEachEpoch: true };
    const events = await run({ settings });
    const records = only(events, 'epoch').map(({ record }) => record);
    assert.ok(records.every(({ test }) => test!.n === 6));
    const { results, recogniser } = finishedOf(events);
    const onTest = (name: string) => results.find((result) => result.recogniser === name && result.split === 'test')!;
    const wars = records.map(({ test }) => test!.war);
    const best = wars.indexOf(Math.max(...wars)) + 1;
    assert.equal(onTest('best-test').epoch, best, 'of equals the first');
    assert.equal(evaluate(onTest('best-test').predictions).war, Math.max(...wars));
    assert.equal(evaluate(onTest('last').predictions).war, wars.at(-1));
    assert.ok(!results.some(({ recogniser, split }) => recogniser === 'best-test' && split === 'valid'));
    // It is shown and never used: the recogniser to keep is the one of a run that did not look.
    const blind = await run({ settings: { epochs: 3 } });
    assert.deepEqual(readCheckpoint(recogniser, 'it').context, recogniserOf(blind).context);
    assert.ok(only(blind, 'epoch').every(({ record }) => record.test === undefined));
  });

  test('refuses to look at a test split that is not there', async () => {
    const dataset = drawnDataset({ counts: { train: 4, valid: 2 } });
    await refuses(
      start({ settings: { testEachEpoch: true }, dataset }).ended,
      'data',
      /^Cannot test each epoch on drawings: it has no test split$/,
    );
  });

  test('clips context and visual prompts together or each on its own', async () => {
    const moved = async (clipGroups: string) =>
      only(await run({ settings: { clipGroups, clipNorm: 0.01, batch: 12, momentum: 0, weightDecay: 0 } }), 'epoch')[0]!
        .record;
    const [together, each] = [await moved('together'), await moved('each')];
    const length = ({ contextDrift, visualDrift }: EpochRecord) => [contextDrift, visualDrift!];
    const [context, visual] = length(each);
    const [contextTogether, visualTogether] = length(together);
    assert.ok(context! > contextTogether! && visual! > visualTogether!, 'alone, each may use the whole limit');
  });
});

test('a penalty on margins is refused where batches are divided', async () => {
  const settings = { margin: { mean: 0.1, variance: 0.01 }, microBatch: 2 };
  await assert.rejects(start({ settings }).ended, {
    code: 'configuration',
    message: 'Cannot train with margin: it needs whole batches, and microBatch is 2',
  });
});

suite('going on', () => {
  const settings = { epochs: 2, checkpointEvery: 1 };

  test('from any checkpoint ends with the same bytes, and makes the same steps', async () => {
    const whole = await run({ settings });
    const checkpoints = only(whole, 'checkpoint');
    assert.equal(checkpoints.length, 6, 'one a step and one an epoch');
    for (const { bytes } of checkpoints) {
      const resume = readCheckpoint(bytes, 'state');
      const rest = await run({ settings, resume });
      assert.deepEqual(finishedOf(rest), finishedOf(whole));
      assert.deepEqual(stepsOf(rest), stepsOf(whole).slice(resume.training!.step));
    }
  });

  test('keeps the epoch that did best on the test split too', async () => {
    const own = { epochs: 3, testEachEpoch: true };
    const whole = await run({ settings: own });
    for (const { bytes } of only(whole, 'checkpoint')) {
      const resume = readCheckpoint(bytes, 'state');
      assert.deepEqual(finishedOf(await run({ settings: own, resume })), finishedOf(whole));
    }
  });

  test('from where it was stopped in any of its parts ends with the same bytes', async () => {
    const whole = await run({ settings: { epochs: 2 } });
    const stops: ((event: TrainEvent) => boolean)[] = [
      ({ kind }) => kind === 'ready',
      (event) => event.kind === 'step' && event.step === 3,
      (event) => event.kind === 'evaluating' && event.what === 'last, valid',
      ({ kind }) => kind === 'epoch',
    ];
    for (const stopAt of stops) {
      const { events, ended } = start({ settings: { epochs: 2 }, stopAt });
      await refuses(ended, 'aborted', /^Stopped /);
      const last = events.at(-1)!;
      assert.equal(last.kind, 'checkpoint', 'the last thing before the end');
      const resume = readCheckpoint((last as { bytes: Uint8Array }).bytes, 'state');
      assert.deepEqual(finishedOf(await run({ settings: { epochs: 2 }, resume })), finishedOf(whole));
    }
  });

  const kinds: Readonly<Record<string, { readonly kind: keyof PromptArrays; readonly settings: object }>> = {
    'a residual that starts zero': { kind: 'residual', settings: { residual: 'zero', textTie: 0.2 } },
    'a residual that starts taught': {
      kind: 'residual',
      settings: { residual: 'taught', residualViews: 2, textTie: 0.2 },
    },
    'deep prompts of low rank': {
      kind: 'factors',
      settings: { promptRank: 2, driftCorrection: true, contextTokens: 2, visualPrompts: 2, sharedContext: true },
    },
    'weights that move': { kind: 'imageWeights', settings: { weightRank: 2 } },
    'tokens that know their class': { kind: 'bottleneck', settings: { classAware: true, sharedContext: true } },
  };
  for (const [name, { kind, settings }] of Object.entries(kinds)) {
    test(`with ${name} ends with the same bytes`, async () => {
      const own = { epochs: 2, checkpointEvery: 1, visualPrompts: 0, ...settings };
      const whole = await run({ settings: own });
      const resume = readCheckpoint(only(whole, 'checkpoint')[2]!.bytes, 'state');
      assert.ok(resume[kind]!.data.some((value) => value !== 0));
      assert.notDeepEqual(resume[kind], readCheckpoint(only(whole, 'checkpoint')[0]!.bytes, 'state')[kind]);
      assert.deepEqual(finishedOf(await run({ settings: own, resume })), finishedOf(whole));
    });
  }

  test('with prompts averaged over epochs ends with the same bytes, and keeps the average', async () => {
    const own = { epochs: 4, average: { centre: 0.5, width: 0.3 }, checkpointEvery: 1 };
    const whole = await run({ settings: own });
    const states = only(whole, 'checkpoint').map(({ bytes }) => readCheckpoint(bytes, 'state'));
    const resume = states[6]!;
    assert.ok(resume.training!.average!.weight > 0);
    assert.deepEqual(finishedOf(await run({ settings: own, resume })), finishedOf(whole));
    const last = states.at(-1)!;
    const kept = readCheckpoint(only(whole, 'trained')[0]!.last, 'the run');
    assert.deepEqual(kept.context, last.training!.average!.prompts.context);
    assert.notDeepEqual(kept.context, last.context);
  });

  test('is not possible from a stop while prototypes are made: nothing was begun', async () => {
    const dataset = drawnDataset({ counts: { train: 30 } });
    const { events, ended } = start({ dataset, stopAt: ({ kind }) => kind === 'prototypes' });
    await refuses(ended, 'aborted', /^Stopped /);
    assert.ok(!events.some(({ kind }) => kind === 'ready' || kind === 'checkpoint'));
  });

  test('is refused from a finished recogniser, with other data and with other settings', async () => {
    const whole = await run({ settings });
    const resume = readCheckpoint(only(whole, 'checkpoint')[1]!.bytes, 'state');
    const refused = (message: RegExp, options: Run) =>
      refuses(start({ settings, ...options }).ended, 'checkpoint', message);
    await refused(/it is a finished recogniser without training state/, { resume: recogniserOf(whole) });
    await refused(/its data has fingerprint \w+; the data given has \w+/, {
      resume,
      dataset: drawnDataset({ counts: { train: 3 } }),
    });
    await refused(/its gamma is not the one given/, { resume, settings: { ...settings, gamma: 2 } });
  });
});

suite('what ends a run', () => {
  test('a class without training images', async () => {
    const all = drawnDataset({ counts: { train: 2, test: 2 } });
    const dataset = { ...all, samples: all.samples.filter(({ label, split }) => split === 'test' || label !== 1) };
    const error = await refuses(
      run({ dataset }),
      'data',
      /^Cannot train on drawings: the training split has no image of sadness$/,
    );
    assert.equal(error.hint, 'Counts are happiness 2, sadness 0, anger 2');
  });

  test('a data set with one class', async () => {
    const one = { ...few, classes: ['joy'], samples: few.samples.map((sample) => ({ ...sample, label: 0 })) };
    const { events, ended } = start({ dataset: one });
    await refuses(ended, 'data', /^Cannot train on .+: it has one class \(joy\); expected at least two$/);
    assert.deepEqual(events, []);
  });

  test('losses that are no numbers any more, before they spoil the prompts', async () => {
    const settings = { learningRate: 1e30, clipNorm: null, epochs: 20, checkpointEvery: 1 };
    const { events, ended } = start({ settings });
    const error = await refuses(ended, 'run', /^Training diverged at step \d+: losses are \{"loss":/);
    assert.match(error.hint!, /Lower learningRate or clipNorm/);
    for (const { losses } of stepsOf(events)) assert.ok(Object.values(losses).every(Number.isFinite));
    for (const { bytes } of only(events, 'checkpoint')) {
      const { context, visual } = readCheckpoint(bytes, 'state');
      for (const { data } of [context!, visual!]) assert.ok((data as Float32Array).every(Number.isFinite));
    }
  });

  test('deep prompts of low rank beside prompts that they do not fit', async () => {
    const refused = (settings: NonNullable<Run['settings']>, message: RegExp) =>
      refuses(run({ settings }), 'configuration', message);
    await refused(
      { promptRank: 1, contextTokens: 4, visualPrompts: 2 },
      /^Cannot train with promptRank 1: the context has 4 tokens and visualPrompts is 2; expected as many, as they share a factor$/,
    );
    await refused(
      { promptRank: 1, contextTokens: 2, visualPrompts: 2, classAware: true },
      /^Cannot train with promptRank 1: classAware replaces the context in the same layers$/,
    );
  });

  test('an image that cannot be read, with its own error', async () => {
    const all = drawnDataset({ counts: { train: 2 } });
    const broken = { ...all.samples[3]!, read: () => Promise.reject(new Error('moth in the disk')) };
    const dataset = { ...all, samples: all.samples.with(3, broken) };
    await assert.rejects(run({ dataset, settings: { prototypeAlignment: 'none' } }), /moth in the disk/);
  });
});
