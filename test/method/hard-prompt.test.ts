// Hard prompts: the sentences of the four types, and their features, which are those of plain CLIP.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textTower } from '../../src/clip/text-tower.ts';
import { tokenBatch } from '../../src/clip/token-batch.ts';
import { expressions } from '../../src/data/expressions.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { constant } from '../../src/graph/tensor.ts';
import { codedExpressions } from '../../src/method/action-units.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { hardPrompts, hardSentences } from '../../src/method/hard-prompt.ts';
import { expectClose, expectFailure } from '../contract/expect.ts';
import { evaluate } from '../support/evaluate.ts';
import { tinyClip } from '../support/tiny-clip.ts';
import { tolerances } from '../tolerances.ts';

const expression = 'a photo of a person making a facial expression of anger';

test('there are four types of sentences', () => {
  assert.deepEqual(hardSentences('anger', 1, {}), ['a photo of anger']);
  assert.deepEqual(hardSentences('anger', 2, {}), [expression]);
  assert.deepEqual(hardSentences('anger', 3, { anger: 'lips pressed tight' }), [`${expression}, lips pressed tight`]);
  const units = 'brows lowered, upper lids raised, lids tightened, lips tightened';
  assert.deepEqual(hardSentences('anger', 4, {}), [`${expression}, ${units}`]);
});

test('each of the eight expressions has action units of its own, and no other class has any', async () => {
  assert.deepEqual(codedExpressions, expressions);
  const sentences = expressions.map((name) => hardSentences(name, 4, {}).join());
  assert.equal(new Set(sentences.map((text) => text.split(', ').slice(1).join())).size, 8);
  assert.match(sentences[0]!, /, no muscle moved$/);
  assert.match(sentences[7]!, /, on one side only$/);
  for (const name of ['wink', 'constructor']) {
    await expectFailure(
      () => hardSentences(name, 4, { [name]: 'closed eye' }),
      'descriptions',
      /^Cannot describe class "\w+" by action units: none are known for it$/,
    );
  }
});

test('several descriptions give several sentences', () => {
  assert.deepEqual(hardSentences('anger', 3, { anger: ['brows lowered', 'glaring eyes'] }), [
    `${expression}, brows lowered`,
    `${expression}, glaring eyes`,
  ]);
});

test('a class without a description is refused by name, with those that have one', async () => {
  for (const descriptions of [
    { joy: 'a smile', awe: 'wide eyes' },
    { joy: 'a smile', awe: '', anger: [] },
  ]) {
    await expectFailure(
      () => hardSentences('anger', 3, descriptions),
      'descriptions',
      /class "anger": the .* none for it/,
    );
  }
  assert.throws(
    () => hardSentences('anger', 3, { joy: 'a smile', awe: 'wide eyes' }),
    (error: { hint?: string }) =>
      /Described are joy, awe/.test(error.hint ?? '') && /hardPrompt to 2/.test(error.hint ?? ''),
  );
});

test('a class may have the name of something that every object has', async () => {
  await expectFailure(() => hardSentences('constructor', 3, {}), 'descriptions', /class "constructor"/);
  assert.equal(hardSentences('toString', 3, { toString: 'x' } as Record<string, string>).length, 1);
});

test('all eight expressions have a default description', () => {
  for (const name of ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'disgust', 'anger', 'contempt']) {
    assert.ok(hardSentences(name, 3, defaultDescriptions)[0]!.length > 80, name);
  }
});

const { config, weights, embed } = tinyClip();
const sentences = [
  [38, 4, 17, 39],
  [38, 30, 2, 2, 6, 8, 39],
  [38, 9, 39],
];

/** Text features of plain CLIP, E numbers each. */
async function encode(texts: readonly (readonly number[])[]): Promise<number[][]> {
  const { ids, ends } = tokenBatch(texts, config.text);
  const text = textTower(weights.text, config, gather(weights.text.tokenEmbedding, constant(ids)), constant(ends));
  const { data } = (await evaluate({ text })).text;
  return texts.map((_, row) => Array.from(data.slice(10 * row, 10 * row + 10), Number));
}

const hardOf = async (own: readonly (readonly (readonly number[])[])[]) => {
  const { tokens, text } = hardPrompts(weights.text, config, own);
  return evaluate({ tokens, text });
};

const meanRow = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length);

const rowsOf = (ids: readonly number[]) => {
  const { data } = embed(ids);
  return ids.map((_, row) => Array.from(data.slice(12 * row, 12 * row + 12), Number));
};

test('features are those of plain CLIP', async () => {
  const found = await hardOf(sentences.map((sentence) => [sentence]));
  assert.deepEqual(
    [found.text.shape, found.tokens.shape],
    [
      [3, 10],
      [3, 12],
    ],
  );
  expectClose(found.text.data, (await encode(sentences)).flat(), tolerances.golden64, 'text features');
});

test('tokens are the mean embedding between start and end', async () => {
  const found = await hardOf(sentences.map((sentence) => [sentence]));
  const wanted = sentences.map((sentence) => meanRow(rowsOf(sentence.slice(1, -1))));
  expectClose(found.tokens.data, wanted.flat(), tolerances.golden64, 'mean tokens');
});

test('several sentences of a class are averaged: features at unit length, tokens sentence by sentence', async () => {
  const found = await hardOf([[sentences[0]!, sentences[1]!], [sentences[2]!]]);
  const [first, second, third] = await encode(sentences);
  const unit = (row: number[]) => row.map((value) => value / Math.hypot(...row));
  const text = [...meanRow([unit(first!), unit(second!)]), ...third!];
  expectClose(found.text.data, text, tolerances.golden64, 'averaged features');
  const tokens = [sentences[0]!, sentences[1]!].map((sentence) => meanRow(rowsOf(sentence.slice(1, -1))));
  expectClose(found.tokens.data.slice(0, 12), meanRow(tokens), tolerances.golden64, 'averaged tokens');
});

test('a sentence that is too long is refused by class and number, and never cut', async () => {
  const long = [38, ...new Array<number>(13).fill(4), 39];
  await expectFailure(
    () => hardPrompts(weights.text, config, [[sentences[0]!], [sentences[1]!, long]], ['joy', 'fear']),
    'text-too-long',
    /Cannot use sentence 2 of 2 of class "fear": it has 15 tokens; expected at most 14$/,
  );
  await expectFailure(() => hardPrompts(weights.text, config, [[long]]), 'text-too-long', /class "0"/);
});
