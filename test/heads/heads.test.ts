// Every few-shot head against NumPy and PyTorch, from tools/golden/heads-golden.py, and what follows from its formula.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { anchored } from '../../src/heads/anchored.ts';
import type { FewShotTask, Scorer } from '../../src/heads/few-shot-task.ts';
import { gda } from '../../src/heads/gda.ts';
import { lpPlusPlus } from '../../src/heads/lp-plus-plus.ts';
import { type Matrix, row, unitRows } from '../../src/heads/matrix.ts';
import { projection } from '../../src/heads/projection.ts';
import { ssText } from '../../src/heads/ss-text.ts';
import { tipAdapter } from '../../src/heads/tip-adapter.ts';
import { tipAdapterF } from '../../src/heads/tip-adapter-f.ts';
import { zeroShotHead } from '../../src/heads/zero-shot.ts';
import { zsLp } from '../../src/heads/zs-lp.ts';
import { refuses } from '../data/refuses.ts';

interface Case {
  readonly name: string;
  readonly scale: number;
  readonly classes: number;
  readonly width: number;
  readonly labels: readonly number[];
  readonly texts: readonly number[];
  readonly support: readonly number[];
  readonly faces: readonly number[];
  readonly heads: Readonly<Record<string, readonly number[]>>;
}

const { cases } = JSON.parse(readFileSync(new URL('../golden/heads/reference.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

const matrix = (values: readonly number[], columns: number): Matrix => ({
  rows: values.length / columns,
  columns,
  data: Float64Array.from(values),
});

const taskOf = ({ scale, width, labels, texts, support }: Case): FewShotTask => ({
  texts: matrix(texts, width),
  scale,
  support: { features: matrix(support, width), labels },
});

const scorers: Readonly<Record<string, (task: FewShotTask) => Scorer>> = {
  'zero-shot': zeroShotHead,
  'tip-adapter': (task) => tipAdapter(task),
  'tip-adapter-f': (task) => tipAdapterF(task, { weight: 2, sharpness: 3 }).at(-1)!,
  gda: (task) => gda(task),
  'gda, uniform': (task) => gda(task, { weight: 0.1, priors: 'uniform' }),
  'lp++': lpPlusPlus,
  'zs-lp': (task) => zsLp(task),
  projection,
  clap: (task) => zsLp(task, { pull: true }),
};

const vectors: Readonly<Record<string, (task: FewShotTask) => Matrix>> = {
  'ss-text': (task) => ssText(task),
  'ss-text+': (task) => ssText(task, { plus: true }),
  'anchored, 1': (task) => anchored(task, 1),
  'anchored, 0.03': (task) => anchored(task, 0.03),
};

/** Keys of Tip-Adapter-F are trained in float32; everything else is float64 and differs by the order of sums over 300 steps. */
const toleranceOf = (head: string): number => (head === 'tip-adapter-f' ? 2e-5 : 1e-7);

for (const one of cases) {
  const found: Record<string, Matrix> = {};
  const task = taskOf(one);
  for (const [name, head] of Object.entries(scorers)) found[name] = head(task)(matrix(one.faces, one.width));
  for (const [name, head] of Object.entries(vectors)) found[name] = head(task);
  for (const [name, wanted] of Object.entries(one.heads)) {
    test(`${name} is as NumPy and PyTorch compute it: ${one.name}`, () => {
      const largest = Math.max(...wanted.map(Math.abs));
      wanted.forEach((value, at) => {
        const difference = Math.abs(value - found[name]!.data[at]!);
        assert.ok(
          difference <= toleranceOf(name) * largest,
          `${name}[${at}]: ${found[name]!.data[at]} is not ${value}`,
        );
      });
      assert.equal(found[name]!.data.length, wanted.length);
    });
  }
  test(`every reference is compared: ${one.name}`, () => {
    assert.deepEqual(Object.keys(found).sort(), Object.keys(one.heads).sort());
  });
}

test('rare classes: priors of GDA are those of the shots, and the anchored head does not mind how many shots a class has', () => {
  const [, unequal] = cases;
  const task = taskOf(unequal!);
  const faces = matrix(unequal!.faces, unequal!.width);
  const [own, uniform] = [gda(task)(faces), gda(task, { priors: 'uniform' })(faces)];
  const counts = [5, 1, 2, 3];
  counts.forEach((count, c) => {
    assert.ok(Math.abs(row(own, 0)[c]! - row(uniform, 0)[c]! - Math.log((count / 11) * 4)) < 1e-9);
  });
  const twice = (label: number): FewShotTask => {
    const shots = task.support.labels.flatMap((y, shot) => (y === label ? [shot, shot] : [shot]));
    return {
      ...task,
      support: {
        features: matrix(
          shots.flatMap((shot) => [...row(task.support.features, shot)]),
          unequal!.width,
        ),
        labels: shots.map((shot) => task.support.labels[shot]!),
      },
    };
  };
  const [once, doubled] = [anchored(task), anchored(twice(0))];
  once.data.forEach((value, at) => {
    assert.ok(Math.abs(value - doubled.data[at]!) < 1e-9);
  });
  // With weights of one's own, a shot that counts twice is as good as two of them.
  const [heavy, two] = [
    anchored(task, 1, { classWeights: [2, 1, 1, 1] }),
    anchored(twice(0), 1, { classWeights: [1, 1, 1, 1] }),
  ];
  heavy.data.forEach((value, at) => {
    assert.ok(Math.abs(value - two.data[at]!) < 1e-9);
  });
  assert.ok(heavy.data.some((value, at) => Math.abs(value - once.data[at]!) > 1e-4));
});

test('one shot a class leaves GDA with the texts', () => {
  const task = taskOf(cases[0]!);
  const shots = [0, 4, 8];
  const few: FewShotTask = {
    ...task,
    support: {
      features: matrix(
        shots.flatMap((shot) => [...row(task.support.features, shot)]),
        6,
      ),
      labels: [0, 1, 2],
    },
  };
  const faces = matrix(cases[0]!.faces, 6);
  assert.deepEqual(gda(few)(faces), zeroShotHead(few)(faces));
});

test('a head without faces, or with parts that do not fit, is refused', async () => {
  const task = taskOf(cases[0]!);
  const none = { ...task, support: { features: matrix([], 6), labels: [] } };
  const wrong = { ...task, support: { ...task.support, labels: task.support.labels.map(() => 7) } };
  const heads = [...Object.values(scorers).slice(1), ...Object.values(vectors)];
  for (const head of heads) {
    await refuses(
      Promise.resolve().then(() => head(none)),
      'data',
      /without faces; expected at least one/,
    );
    await refuses(
      Promise.resolve().then(() => head(wrong)),
      'shape',
      /Cannot teach a head of 3 classes and 6 features/,
    );
  }
});

test('rows are scaled to unit length, and rows of zeros stay', () => {
  assert.deepEqual([...unitRows({ data: [3, 4, 0, 0], shape: [2, 2] }).data], [0.6, 0.8, 0, 0]);
});
