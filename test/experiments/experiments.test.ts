// Experiments: the ladder adds one component per row, cells are pooled over folds, and the linear probe finds linear structure.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { float32 } from '../../src/core/array.ts';
import { csvRows } from '../../src/core/csv.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import type { CellResult } from '../../src/experiments/cells.ts';
import { linearProbe } from '../../src/experiments/linear-probe.ts';
import { cellsCsv, summarise, summaryTable } from '../../src/experiments/summary.ts';
import { componentLadder, experiments, type Variant } from '../../src/experiments/variants.ts';
import { spreadOf } from '../../src/metrics/spread.ts';

const engine = nodeEngine();
after(() => engine.close());

const configured = ({ settings }: Variant) => parseConfiguration(settings, 'a variant');

test('every variant is a valid configuration with a unique name', () => {
  for (const variants of Object.values(experiments)) {
    for (const variant of variants) configured(variant);
    assert.equal(new Set(variants.map(({ name }) => name)).size, variants.length);
    for (const { name } of variants) assert.match(name, /^[a-z0-9.-]+$/);
  }
});

test('the ladder starts with CoOp and ends with the full method', () => {
  const first = configured(componentLadder[0]!);
  assert.equal(first.visualPrompts, 0);
  assert.equal(first.tokenAlignment, false);
  assert.equal(first.promptAlignment, 'none');
  assert.equal(first.prototypeAlignment, 'none');
  assert.equal(first.topPatches, 0);
  assert.deepEqual(configured(componentLadder.at(-1)!), parseConfiguration({}, 'defaults'));
});

test('each row of the ladder adds its component and keeps those before', () => {
  const on = componentLadder.map((variant) => {
    const c = configured(variant);
    return [
      c.visualPrompts > 0,
      c.prototypeAlignment !== 'none',
      c.tokenAlignment && c.promptAlignment !== 'none',
      c.topPatches > 0,
    ];
  });
  assert.deepEqual(on, [
    [false, false, false, false],
    [true, false, false, false],
    [true, true, false, false],
    [true, true, true, false],
    [true, true, true, true],
  ]);
});

const cell = (variant: string, data: string, seed: number, n: number, war: number): CellResult => ({
  variant,
  data,
  seed,
  split: 'test',
  n,
  war,
  uar: war / 2,
  lastWar: war,
  lastUar: war / 2,
});

test('folds are pooled by faces, and the spread is over seeds', () => {
  const cells = [
    cell('full', 'a', 1, 10, 0.5),
    cell('full', 'b', 1, 30, 0.9),
    cell('full', 'a', 2, 10, 1),
    cell('full', 'b', 2, 30, 1),
  ];
  const [row] = summarise(cells, componentLadder);
  assert.equal(row!.runs, 4);
  assert.ok(Math.abs(row!.war.mean - (0.8 + 1) / 2) < 1e-12);
  assert.ok(Math.abs(row!.war.deviation - Math.SQRT2 * 0.1) < 1e-12);
  assert.ok(Math.abs(row!.uar.mean - 0.45) < 1e-12);
});

test('a single run has no deviation, also in the table', () => {
  assert.ok(Number.isNaN(spreadOf([0.4]).deviation));
  const table = summaryTable(summarise([cell('coop', 'a', 1, 10, 0.4)], componentLadder));
  assert.match(table, /\| coop \|.*\| 40\.00 \| 20\.00 \| 40\.00 \| 1 \|/);
  assert.doesNotMatch(table, /±/);
});

test('rows are in the order of the variants after the baselines, without missing variants', () => {
  const cells = ['full', 'linear-probe', 'coop', 'zero-shot'].map((name) => cell(name, 'a', 1, 10, 0.5));
  const names = summarise(cells, componentLadder).map(({ variant }) => variant);
  assert.deepEqual(names, ['zero-shot', 'linear-probe', 'coop', 'full']);
});

test('zero-shot has a row for each type of hard prompt', () => {
  const variants = experiments['hard-prompts'];
  const cells = [1, 2, 3].map((type) => cell(`zero-shot, type ${type}`, 'a', 1, 10, type / 10));
  assert.deepEqual(
    summarise(cells, variants).map(({ war }) => war.mean),
    [0.1, 0.2, 0.3],
  );
});

/** Two classes on either side of a plane through the origin, and noise along all other axes. */
function halves(count: number, seed: number) {
  const draws = random(seed);
  const labels = Array.from({ length: count }, (_, index) => index % 2);
  const rows = labels.flatMap((label) => [
    label === 0 ? 1 : -1,
    ...Array.from({ length: 7 }, () => 0.7 * draws.normal()),
  ]);
  return { labels, features: float32(rows, [count, 8]) };
}

test('the linear probe separates linearly separable classes', async () => {
  const probe = await linearProbe(engine, halves(80, 1), halves(40, 2), 2);
  const { labels, features } = halves(200, 3);
  const logits = probe.logits(features);
  const right = labels.filter((label, row) => (logits[2 * row]! > logits[2 * row + 1]! ? 0 : 1) === label).length;
  assert.ok(right >= 190, `${right} of 200`);
});

test('the linear probe is invariant to the length of features', async () => {
  const train = halves(40, 1);
  const longer = {
    ...train,
    features: float32(
      (train.features.data as Float32Array).map((value) => 100 * value),
      [40, 8],
    ),
  };
  const [one, other] = [await linearProbe(engine, train, train, 2), await linearProbe(engine, longer, train, 2)];
  assert.equal(one.penalty, other.penalty);
  const [a, b] = [one.logits(train.features), other.logits(train.features)];
  for (const [index, value] of a.entries()) assert.ok(Math.abs(value - b[index]!) < 1e-3);
});

test('rejects a probe without validation faces', async () => {
  const none = { labels: [], features: float32([], [0, 8]) };
  await assert.rejects(linearProbe(engine, halves(10, 1), none, 2), /validation split is empty/);
});

test('KgCoOp adds a distance to the hard prompts to CoOp; visual prompts alone leave the text unchanged', () => {
  const [coop, kgcoop, visual] = experiments.baselines.map(configured);
  assert.deepEqual({ ...kgcoop, promptAlignment: 'none', beta: 1 }, coop);
  assert.deepEqual([kgcoop!.promptAlignment, kgcoop!.beta, kgcoop!.tokenAlignment], ['cosine', 8, false]);
  assert.ok(visual!.visualPrompts > 0);
  assert.deepEqual([visual!.contextRate, visual!.promptAlignment, visual!.topPatches], [0, 'none', 0]);
});

test('every cell is a CSV row that is read back unchanged', () => {
  const text = cellsCsv([cell('coop', 'ck48:a,b?fold=0', 2, 10, 0.4)]);
  assert.deepEqual(csvRows(text, 'it')[1]!.fields, [
    'coop',
    'ck48:a,b?fold=0',
    '2',
    'test',
    '10',
    '0.4',
    '0.2',
    '0.4',
    '0.2',
  ]);
});
