import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { float32, type NumericArray, sizeOf } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { input } from '../../src/graph/tensor.ts';
import {
  createOptimiser,
  freshState,
  type OptimiserOptions,
  usesMuon,
} from '../../src/pretrain/optimiser/optimiser.ts';
import { orthogonalise } from '../../src/pretrain/optimiser/orthogonalise.ts';
import type { Parameters } from '../../src/pretrain/optimiser/parameters.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());

const gaussian = (shape: readonly number[], seed = 1): NumericArray<'float32'> => {
  const source = random(seed);
  return float32(Float32Array.from({ length: sizeOf(shape) }, source.normal), shape);
};

/** The Gram matrix: its distance from the identity measures how far the rows are from orthonormal. */
function gram({ data, shape }: NumericArray): number[][] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: rows }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += Number(data[i * columns + k]) * Number(data[j * columns + k]);
      return sum;
    }),
  );
}

test('brings a wide matrix close to one with orthonormal rows', async () => {
  const program = await engine.compile({ y: orthogonalise(input('x', [1, 6, 40])) });
  const x = gaussian([1, 6, 40]);
  const norm = Math.hypot(...(x.data as Float32Array));
  const { y } = await program.run({
    x: float32(
      (x.data as Float32Array).map((value) => value / norm),
      x.shape,
    ),
  });
  for (const [i, row] of gram(y).entries())
    for (const [j, value] of row.entries())
      if (i === j) assert.ok(value > 0.4 && value < 1.5, `${value}`);
      else assert.ok(Math.abs(value) < 0.15, `${value}`);
  await program.release();
});

test('orthogonalising commutes with transposing', async () => {
  const program = await engine.compile({
    fromTall: orthogonalise(input('tall', [1, 5, 3])),
    fromWide: orthogonalise(input('wide', [1, 3, 5])),
  });
  const tall = float32(
    Float32Array.from({ length: 15 }, (_, i) => Math.sin(i) / 4),
    [1, 5, 3],
  );
  const wide = float32(
    Float32Array.from({ length: 15 }, (_, i) => tall.data[(i % 5) * 3 + Math.floor(i / 5)] as number),
    [1, 3, 5],
  );
  const results = await program.run({ tall, wide });
  for (let i = 0; i < 15; i++) {
    const turned = Number(results.fromWide.data[(i % 3) * 5 + Math.floor(i / 3)]);
    assert.ok(Math.abs(Number(results.fromTall.data[i]) - turned) < 1e-5);
  }
  await program.release();
});

const options: OptimiserOptions = {
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.99,
  weightDecay: 0,
  muonFactor: 5,
  clip: 1,
};

const parametersOf = (): Parameters =>
  new Map([
    ['image.blocks.0.attention.query.weight', gaussian([4, 4], 2)],
    ['image.blocks.0.attention.query.bias', gaussian([4], 3)],
    ['image.projection', gaussian([3, 4], 4)],
  ]);

test('Muon updates only matrices inside blocks and keeps no second moments for them', () => {
  const parameters = parametersOf();
  assert.deepEqual(
    [...parameters].map(([name, array]) => usesMuon(name, array)),
    [true, false, false],
  );
  const { first, second } = freshState(parameters, [...parameters.keys()]);
  assert.equal(first.size, 3);
  assert.deepEqual([...second.keys()], ['image.blocks.0.attention.query.bias', 'image.projection']);
});

test('steps descend and leave parameters that do not train unchanged', async () => {
  const parameters = parametersOf();
  const names = [...parameters.keys()].slice(0, 2);
  const optimiser = await createOptimiser(engine, parameters, names, options);
  const length = (name: string) => Math.hypot(...(parameters.get(name)!.data as Float32Array));
  const before = names.map(length);
  const fixed = [...(parameters.get('image.projection')!.data as Float32Array)];
  // The gradient of half the squared length is the parameter itself.
  for (let step = 0; step < 20; step++) {
    const slopes = names.map((name) => {
      const { data, shape } = parameters.get(name)!;
      return [name, float32((data as Float32Array).slice(), shape)] as const;
    });
    await optimiser.step(parameters, Object.fromEntries(slopes), 0.02);
  }
  names.forEach((name, index) => {
    assert.ok(length(name) < 0.8 * before[index]!, name);
  });
  assert.deepEqual([...(parameters.get('image.projection')!.data as Float32Array)], fixed);
  assert.equal(optimiser.state.step, 20);
  await optimiser.release();
});
