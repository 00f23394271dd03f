import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { nearestWords } from '../../src/recognise/nearest-words.ts';
import { toFloat32 } from '../../src/safetensors/half.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const width = clip.config.text.width;
const table = toFloat32(await clip.readWeight(clip.weights.text.tokenEmbedding)).data as Float32Array;
const rowOf = (id: number) => Array.from(table.subarray(id * width, (id + 1) * width));
const tokenizer = await clip.tokenizer();
const ids = tokenizer.words('brows raised lips');

test('finds the words whose embeddings the soft tokens are, whatever their lengths', async () => {
  const rows = ids.flatMap((id, at) => rowOf(id).map((value) => value * (at + 0.5)));
  const [found] = await nearestWords(engine, clip, float32(rows, [ids.length, width]));
  assert.deepEqual(
    found,
    ids.map((id) => [tokenizer.textOf(id), 1]),
  );
});

test('tells the words of each class by themselves', async () => {
  const rows = [ids[0]!, ids[1]!, ids[1]!, ids[0]!].flatMap(rowOf);
  const found = await nearestWords(engine, clip, float32(rows, [2, 2, width]));
  assert.deepEqual(
    found.map((own) => own.map(([word]) => word)),
    [[ids[0]!, ids[1]!].map(tokenizer.textOf), [ids[1]!, ids[0]!].map(tokenizer.textOf)],
  );
});

test('is what a search through the table finds', async () => {
  const draws = random(4);
  const token = Array.from({ length: width }, () => draws.normal());
  const length = (row: readonly number[]) => Math.hypot(...row);
  const { startToken, endToken, textOf } = tokenizer;
  const isWord = (id: number) => id !== startToken && id !== endToken && /^\p{L}+$/u.test(textOf(id));
  const cosines = Array.from({ length: tokenizer.vocabularySize }, (_, id) => {
    const row = rowOf(id);
    return !isWord(id)
      ? -2
      : row.reduce((sum, value, at) => sum + value * token[at]!, 0) / (length(row) * length(token));
  });
  const best = Math.max(...cosines);
  const [[found]] = (await nearestWords(engine, clip, float32(token, [1, width]))) as [[readonly [string, number]]];
  assert.equal(found[0], tokenizer.textOf(cosines.indexOf(best)));
  assert.ok(Math.abs(found[1] - best) < 6e-4);
});

test('signs and single bytes are no words', async () => {
  const { textOf, vocabularySize } = tokenizer;
  const odd = Array.from({ length: vocabularySize }, (_, id) => id).filter((id) => /^[^\p{L}]+$/u.test(textOf(id)));
  assert.ok(odd.length > 10);
  const [found] = await nearestWords(engine, clip, float32(odd.flatMap(rowOf), [odd.length, width]));
  for (const [word] of found!) assert.match(word, /\p{L}/u);
});

test('start and end are no words', async () => {
  const rows = rowOf(tokenizer.startToken);
  const [[found]] = (await nearestWords(engine, clip, float32(rows, [1, width]))) as [[readonly [string, number]]];
  assert.notEqual(found[0], tokenizer.textOf(tokenizer.startToken));
  assert.ok(found[1] < 0.999);
});
