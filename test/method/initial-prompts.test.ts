// Where prompts start: Gaussian or words, seeded, of the shape that the options say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { initialContext, initialVisualPrompts } from '../../src/method/initial-prompts.ts';
import { defaultMethod } from '../../src/method/options.ts';
import { tinySizes } from '../support/tiny-clip.ts';

const wide = { ...tinySizes, text: { ...tinySizes.text, width: 512 }, image: { ...tinySizes.image, width: 768 } };

test('the context is [C, M, Dt], or [M, Dt] shared', () => {
  assert.deepEqual(initialContext(defaultMethod, tinySizes, 7, random(1)).shape, [7, 10, 12]);
  const shared = { ...defaultMethod, sharedContext: true, contextTokens: 4 };
  assert.deepEqual(initialContext(shared, tinySizes, 7, random(1)).shape, [4, 12]);
});

test('visual prompts are [depth, N_p, Dv], in all layers unless told', () => {
  const shapeOf = (change: object) =>
    initialVisualPrompts({ ...defaultMethod, ...change }, tinySizes, random(1))?.shape;
  assert.deepEqual(shapeOf({}), [3, 8, 16]);
  assert.deepEqual(shapeOf({ visualDepth: 2, visualPrompts: 5 }), [2, 5, 16]);
  assert.deepEqual(shapeOf({ visualDepth: 99 }), [3, 8, 16]);
  assert.equal(shapeOf({ visualPrompts: 0 }), undefined);
  assert.equal(shapeOf({ visualDepth: 0 }), undefined);
});

test('random prompts have mean 0 and deviation 0.02', () => {
  for (const { data } of [
    initialContext(defaultMethod, wide, 7, random(3)),
    initialVisualPrompts(defaultMethod, wide, random(3))!,
  ]) {
    const values = Array.from(data, Number);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    assert.ok(Math.abs(mean) < 0.001, `mean ${mean}`);
    assert.ok(Math.abs(deviation - 0.02) < 0.0005, `deviation ${deviation}`);
  }
});

test('the same seed gives the same prompts, another seed others, and one does not shift the other', () => {
  const contextOf = (seed: number) => initialContext(defaultMethod, tinySizes, 3, random(seed)).data;
  assert.deepEqual(contextOf(1), contextOf(1));
  assert.notDeepEqual(contextOf(1), contextOf(2));
  const source = random(1);
  initialContext(defaultMethod, wide, 8, source);
  const after = initialVisualPrompts(defaultMethod, tinySizes, source)!.data;
  assert.deepEqual(after, initialVisualPrompts(defaultMethod, tinySizes, random(1))!.data);
  assert.deepEqual(initialVisualPrompts(defaultMethod, tinySizes, source)!.data, after, 'nor does it shift itself');
  assert.notDeepEqual(after.slice(0, 100), contextOf(1).slice(0, 100));
});

test('words set the context of every class, and their number M', () => {
  const words = float32(
    Array.from({ length: 24 }, (_, index) => index),
    [2, 12],
  );
  const own = initialContext(defaultMethod, tinySizes, 3, random(1), words);
  assert.deepEqual(own.shape, [3, 2, 12]);
  assert.deepEqual([...own.data], [...words.data, ...words.data, ...words.data]);
  const shared = initialContext({ ...defaultMethod, sharedContext: true }, tinySizes, 3, random(1), words);
  assert.deepEqual([shared.shape, [...shared.data]], [[2, 12], [...words.data]]);
  (shared.data as Float32Array)[0] = 99;
  assert.equal(words.data[0], 0, 'training must not write into the words');
});
