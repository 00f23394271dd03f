// The text tower: what stands behind the end token changes nothing, and everything before it does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textTower } from '../../src/clip/text-tower.ts';
import { tokenBatch } from '../../src/clip/token-batch.ts';
import { float64, int64 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { add } from '../../src/graph/ops/add.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { zeros } from '../../src/graph/ops/zeros.ts';
import { constant, type Tensor } from '../../src/graph/tensor.ts';
import { quickGelu } from '../../src/nn/activation.ts';
import { block } from '../../src/nn/block.ts';
import { expectClose } from '../contract/expect.ts';
import { evaluate, valuesOf } from '../support/evaluate.ts';
import { gaussianConstant, tinyClip, type tinySizes } from '../support/tiny-clip.ts';
import { tolerances } from '../tolerances.ts';

const { config, weights, embed } = tinyClip();
const sequences = [
  [38, 4, 17, 5, 39],
  [38, 30, 39],
  [38, 1, 2, 3, 4, 5, 6, 39],
];

/** Text embeddings of token sequences, E numbers each. */
async function encode(texts: readonly (readonly number[])[], length?: number): Promise<number[]> {
  const { ids, ends } = tokenBatch(texts, config.text, length);
  const embeddings = gather(weights.text.tokenEmbedding, constant(ids));
  return valuesOf(textTower(weights.text, config, embeddings, constant(ends)));
}

test('cutting the texts behind the longest end token changes nothing', async () => {
  const cut = await encode(sequences);
  expectClose(await encode(sequences, config.text.positions), cut, tolerances.golden64, 'texts of full length');
});

test('each text is encoded as if it were alone', async () => {
  const together = await encode(sequences);
  for (const [index, sequence] of sequences.entries()) {
    const alone = await encode([sequence]);
    expectClose(alone, together.slice(10 * index, 10 * (index + 1)), tolerances.golden64, `text ${index}`);
  }
});

test('padding with other tokens changes nothing, not even in the last bit', async () => {
  const encodeRows = async (padding: number) => {
    const ids = int64([38, 4, 39, padding, padding, 38, 4, 5, 6, 39], [2, 5]);
    const embeddings = gather(weights.text.tokenEmbedding, constant(ids));
    return valuesOf(textTower(weights.text, config, embeddings, constant(int64([2, 9], [2]))));
  };
  assert.deepEqual(await encodeRows(0), await encodeRows(25));
});

test('every token up to the end counts, and so does their order', async () => {
  const base = await encode([[38, 4, 17, 39]]);
  for (const other of [
    [38, 5, 17, 39],
    [38, 4, 18, 39],
    [38, 17, 4, 39],
    [38, 4, 17, 17, 39],
  ]) {
    assert.ok(
      (await encode([other])).every((value, index) => value !== base[index]),
      `${other}`,
    );
  }
});

test('embeddings in place of tokens give the same', async () => {
  const embeddings = constant({ ...embed(sequences[0]!), shape: [1, 5, config.text.width] });
  const found = await valuesOf(textTower(weights.text, config, embeddings, constant(int64([4], [1]))));
  expectClose(found, await encode([sequences[0]!]), tolerances.golden64, 'text from embeddings');
});

test('rows given for a layer replace those behind the start token at its input', async () => {
  const [context, own] = [gaussianConstant(random(3), [3, 2, 12]), gaussianConstant(random(4), [3, 2, 12])];
  const { ids, ends } = tokenBatch(sequences, config.text);
  const embeddings = gather(weights.text.tokenEmbedding, constant(ids));
  const length = ids.shape[1]!;
  const replaced = (rows: Tensor, by: Tensor) => concat([slice(rows, 1, 0, 1), by, slice(rows, 1, 3, length)], 1);
  const tower = (given: readonly (Tensor | undefined)[]) =>
    textTower(weights.text, config, embeddings, constant(ends), given);
  const mask = constant(
    float64(
      Array.from({ length: length * length }, (_, at) => (at % length > Math.floor(at / length) ? -1e9 : 0)),
      [length, length],
    ),
  );
  const position = weights.text.positionEmbedding;
  const placed = add(embeddings, slice(position, 0, 0, length));
  const [first, ...blocks] = weights.text.blocks;
  const options = { heads: 3, activation: quickGelu, epsilon: 1e-5, mask };
  const afterFirst = replaced(block(replaced(placed, context), first!, options), own);
  // A tower without its first layer, and without positions, which were added before that.
  const rest = { ...weights.text, blocks, positionEmbedding: zeros([14, 12], 'float64') };
  const found = await evaluate({
    both: tower([context, own]),
    byHand: textTower(rest, config, afterFirst, constant(ends)),
    none: tower([]),
  });
  expectClose(found.both.data, found.byHand.data as Float64Array, tolerances.golden64, 'rows of both layers');
  assert.notDeepEqual(found.none.data, found.both.data);
});

test('refuses a mixture of float32 and float64', async () => {
  const single = constant({ type: 'float32', shape: [1, 2, 12], data: new Float32Array(24) });
  assert.throws(() => textTower(weights.text, config, single, constant(int64([1], [1]))), /element types differ/);
});

test('refuses more rows than there are positions', () => {
  const long = constant(float64(new Float64Array(15 * 12), [1, 15, 12]));
  assert.throws(() => textTower(weights.text, config, long, constant(int64([1], [1]))), /slice 0 to 15/);
});

test('takes activation and epsilon from the configuration', async () => {
  const { ids, ends } = tokenBatch(sequences, config.text);
  const encodeWith = (change: Partial<typeof tinySizes.text>) =>
    textTower(
      weights.text,
      { ...config, text: { ...config.text, ...change } },
      gather(weights.text.tokenEmbedding, constant(ids)),
      constant(ends),
    );
  const found = await evaluate({
    quick: encodeWith({}),
    exact: encodeWith({ activation: 'gelu' }),
    rough: encodeWith({ epsilon: 1e-2 }),
  });
  assert.deepEqual(found.quick.shape, [3, 10]);
  assert.notDeepEqual(found.exact.data, found.quick.data);
  assert.notDeepEqual(found.rough.data, found.quick.data);
});
