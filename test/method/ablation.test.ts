// Every switch of the ablation tables: which parts there are, what the loss is made of, and that prompts still learn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64, type NumericArray } from '../../src/core/array.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { constant, type Tensor } from '../../src/graph/tensor.ts';
import { objective } from '../../src/method/objective.ts';
import { defaultMethod, type MethodOptions } from '../../src/method/options.ts';
import { expectClose } from '../contract/expect.ts';
import { type TinyTask, type TinyTaskOptions, taskValues, tinyTask } from '../support/tiny-task.ts';
import { tolerances } from '../tolerances.ts';

const always = [
  'softTokens',
  'softText',
  'vectors',
  'imageGlobal',
  'imagePatches',
  'globalSimilarity',
  'logits',
  'probabilities',
  'classification',
  'loss',
];
const local = ['localSimilarity', 'topPatches', 'patchSimilarity'];
const alignments = ['tokenAlignment', 'promptAlignment', 'prototypeAlignment'];
const none: Partial<MethodOptions> = {
  tokenAlignment: false,
  promptAlignment: 'none',
  prototypeAlignment: 'none',
  topPatches: 0,
};

interface Row {
  readonly options: TinyTaskOptions;
  readonly parts: readonly string[];
}

const table: Readonly<Record<string, Row>> = {
  'table 1, row 1: text context alone': { options: { method: none, depth: 0 }, parts: [] },
  'table 1, row 2: and visual prompts': { options: { method: none }, parts: [] },
  'table 1, row 3: and prototypes': {
    options: { method: { ...none, prototypeAlignment: 'cosine' } },
    parts: ['prototypeAlignment'],
  },
  'table 1, row 4: and soft-hard alignment': {
    options: { method: { topPatches: 0 } },
    parts: alignments,
  },
  'table 1, row 5: and the local branch, all of it': { options: {}, parts: [...alignments, ...local] },
  'no alignment of tokens': {
    options: { method: { tokenAlignment: false } },
    parts: ['promptAlignment', 'prototypeAlignment', ...local],
  },
  'no alignment of prompts': {
    options: { method: { promptAlignment: 'none' } },
    parts: ['tokenAlignment', 'prototypeAlignment', ...local],
  },
  'alignment of prompts by L1': { options: { method: { promptAlignment: 'l1' } }, parts: [...alignments, ...local] },
  'alignment of prompts by cosine': {
    options: { method: { promptAlignment: 'cosine' } },
    parts: [...alignments, ...local],
  },
  'prototypes by L1': { options: { method: { prototypeAlignment: 'l1' } }, parts: [...alignments, ...local] },
  'no visual prompts, but all losses': { options: { depth: 0 }, parts: [...alignments, ...local] },
  'beta 0': { options: { method: { beta: 0 } }, parts: [...alignments, ...local] },
  'gamma 0': { options: { method: { gamma: 0 } }, parts: [...alignments, ...local] },
  'beta and gamma 0': { options: { method: { beta: 0, gamma: 0 } }, parts: [...alignments, ...local] },
  'other weights': { options: { method: { beta: 2.5, gamma: 0.25 } }, parts: [...alignments, ...local] },
  'a shared context': { options: { shared: true }, parts: [...alignments, ...local] },
  'the value path': { options: { method: { localFeature: 'value-path' } }, parts: [...alignments, ...local] },
  'k beyond N, which is N': { options: { method: { topPatches: 64 } }, parts: [...alignments, ...local] },
};

const numbersOf = async (task: TinyTask) => {
  const outputs = task.parts as unknown as Readonly<Record<string, Tensor>>;
  return taskValues(task, outputs);
};

const scalarIn = (values: Readonly<Record<string, NumericArray>>, name: string) =>
  values[name] === undefined ? 0 : Number(values[name].data[0]);

for (const [name, { options, parts }] of Object.entries(table)) {
  test(name, async () => {
    const task = tinyTask(options);
    assert.deepEqual(Object.keys(task.parts).sort(), [...always, ...parts].sort());
    const values = await numbersOf(task);
    const { beta, gamma } = { ...defaultMethod, ...options.method };
    const text = scalarIn(values, 'tokenAlignment') + scalarIn(values, 'promptAlignment');
    const wanted = scalarIn(values, 'classification') + beta * text + gamma * scalarIn(values, 'prototypeAlignment');
    expectClose([scalarIn(values, 'loss')], [wanted], tolerances.golden64, 'loss');

    const targets = options.depth === 0 ? [task.prompts.context] : [task.prompts.context, task.prompts.visual];
    const [context, visual] = gradients(task.parts.loss, targets);
    const slopes = await taskValues(task, { context_slope: context!, ...(visual && { visual_slope: visual }) });
    for (const slope of Object.values(slopes) as NumericArray[]) {
      assert.ok(
        Math.hypot(...(slope.data as Float64Array)) > 1e-3 && slope.data.every((value) => Number.isFinite(value)),
      );
    }
  });
}

test('defaults are those of the method', () => {
  assert.deepEqual(
    { ...defaultMethod },
    {
      contextTokens: 10,
      sharedContext: false,
      visualPrompts: 8,
      hardPrompt: 3,
      topPatches: 16,
      localWeight: 1,
      localFeature: 'token',
      localMatch: 'top',
      textTemperature: 0.07,
      tokenAlignment: true,
      promptAlignment: 'contrastive',
      prototypeAlignment: 'cosine',
      residual: 'none',
      classAware: false,
      promptRank: 0,
      weightRank: 0,
      driftCorrection: false,
      noiseTolerance: 0,
      imageConsistency: 0,
      logitConsistency: 0,
      textMoments: 0,
      alpha: 1,
      beta: 1,
      gamma: 1,
    },
  );
});

test('k = N and k beyond it are the same, k = 1 is not', async () => {
  const localOf = async (topPatches: number) => (await numbersOf(tinyTask({ method: { topPatches } }))).localSimilarity;
  assert.deepEqual(await localOf(64), await localOf(9));
  assert.notDeepEqual((await localOf(1))!.data, (await localOf(9))!.data);
});

test("scale is the model's own unless it is given", async () => {
  const own = await numbersOf(tinyTask());
  const given = await numbersOf(tinyTask({ method: { scale: 40 } }));
  const doubled = Array.from(own.logits!.data, Number).map((value) => 2 * value);
  expectClose(given.logits!.data, doubled, tolerances.golden64, 'logits at twice the scale');
});

test('the token alignment is ln C when all classes have the same tokens', async () => {
  const task = tinyTask({ shared: true });
  const same = { ...task.frozen, classTokens: ['a', 'b', 'c', 'd'].map((name) => ({ name, tokens: [5, 6] })) };
  const batch = {
    pixels: constant(task.feeds.pixels),
    targets: constant(task.feeds.targets),
  };
  const prompts = { context: constant(task.feeds.context), visual: constant(task.feeds.visual) };
  const parts = objective(same, prompts, task.anchors, batch, { ...defaultMethod, topPatches: 4 });
  const values = await taskValues(task, {
    token: parts.tokenAlignment!,
    prompt: parts.promptAlignment!,
    classification: parts.classification,
  });
  for (const found of Object.values<NumericArray>(values))
    expectClose(found.data, [Math.log(4)], tolerances.golden64, 'loss at chance');
});

test('soft targets mix prototypes and cross-entropies', async () => {
  const task = tinyTask({ batch: 1, method: { prototypeAlignment: 'cosine' } });
  const at = async (targets: readonly number[]) => {
    const mixed: TinyTask = { ...task, feeds: { ...task.feeds, targets: float64(targets, [1, 4]) } };
    const { classification, prototypeAlignment } = task.parts;
    const values = await taskValues(mixed, { classification, prototype: prototypeAlignment! });
    return [Number(values.classification.data[0]), Number(values.prototype.data[0])] as const;
  };
  const [first, second, both] = [await at([1, 0, 0, 0]), await at([0, 1, 0, 0]), await at([0.5, 0.5, 0, 0])];
  expectClose([both[0]], [(first[0] + second[0]) / 2], tolerances.golden64, 'mixed cross-entropy');
  const { data } = task.anchors.prototypes.attributes.array as NumericArray;
  const mean = Array.from({ length: 10 }, (_, index) => (Number(data[index]) + Number(data[10 + index])) / 2);
  const global = Array.from((await taskValues(task, { z: task.parts.imageGlobal })).z.data, Number);
  const dot = mean.reduce((sum, value, index) => sum + value * global[index]!, 0);
  expectClose(
    [both[1]],
    [1 - dot / Math.hypot(...mean) / Math.hypot(...global)],
    tolerances.golden64,
    'mixed prototype',
  );
});
