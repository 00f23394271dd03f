// Similarities of descriptions under a tiny text tower, against what training uses and against sums by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadClip } from '../../src/clip/load-clip.ts';
import { reviewDescriptions } from '../../src/descriptions/review.ts';
import { openModelFolder } from '../../src/platform/node/models/model-folder.ts';
import { prepareTask } from '../../src/recognise/task.ts';
import { temporaryFolder } from '../platform/node/temporary-folder.ts';
import { engine } from '../support/evaluate.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const descriptions = {
  anger: ['eyebrows lowered and pinched together', 'the lips are pressed tight'],
  awe: 'eyes wide, jaw dropped',
  boredom: ['eyelids drooping, gaze lowered', 'a slack mouth', 'the cheeks hang loose'],
};
const classes = Object.keys(descriptions);

async function tinyModel(t: Parameters<typeof temporaryFolder>[0]) {
  return loadClip(await openModelFolder(await writeTinyModel(await temporaryFolder(t))));
}

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) => Array.from(x).reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

test('compares the very features that training aligns with', async (t) => {
  const clip = await tinyModel(t);
  const review = await reviewDescriptions(engine, clip, descriptions);
  const rowsOf = async (hardPrompt: 2 | 3) => {
    const { hardText } = await prepareTask(engine, clip, classes, descriptions, { hardPrompt });
    const width = clip.config.embedding;
    return classes.map((_, row) => hardText.data.subarray(row * width, (row + 1) * width) as Float32Array);
  };
  const [named, described] = [await rowsOf(2), await rowsOf(3)];
  assert.equal(review.pairs.length, 3);
  for (const { classes: own, similarity, byName } of review.pairs) {
    const [a, b] = own.map((name) => classes.indexOf(name)) as [number, number];
    assert.ok(Math.abs(similarity - cosine(described[a]!, described[b]!)) < 1e-5);
    assert.ok(Math.abs(byName - cosine(named[a]!, named[b]!)) < 1e-5);
    assert.equal(review.similarities[a]![b], similarity);
    assert.ok(Math.abs(review.similarities[a]![b]! - review.similarities[b]![a]!) < 1e-12);
    assert.ok(Math.abs(review.similarities[a]![a]! - 1) < 1e-12);
  }
  const order = review.pairs.map(({ similarity }) => similarity);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => b - a),
  );
});

test('counts tokens of each hard prompt and names the nearest other class', async (t) => {
  const clip = await tinyModel(t);
  const { sentences, positions } = await reviewDescriptions(engine, clip, descriptions);
  assert.equal(positions, 77);
  assert.deepEqual(
    sentences.map((sentence) => [sentence.class, sentence.description]),
    Object.entries(descriptions).flatMap(([name, own]) => [own].flat().map((text) => [name, text])),
  );
  for (const { class: name, description, tokens, own, other } of sentences) {
    const prompt = `a photo of a person making a facial expression of ${name}, ${description}`;
    assert.equal(tokens, (await clip.tokenizer()).encode(prompt).length);
    assert.equal(own === undefined, name === 'awe');
    assert.notEqual(other!.class, name);
    assert.ok(other!.similarity <= 1 + 1e-12);
  }
});

test('finds twins: what differs in no token is most alike', async (t) => {
  const [first] = (await reviewDescriptions(engine, await tinyModel(t), { ...descriptions, Anger: descriptions.anger }))
    .pairs;
  assert.deepEqual(first!.classes, ['anger', 'Anger']);
  assert.ok(Math.abs(first!.similarity - 1) < 1e-6 && Math.abs(first!.byName - 1) < 1e-6);
  assert.equal(first!.nearest.sentences[0], first!.nearest.sentences[1]);
  assert.ok(Math.abs(first!.nearest.similarity - 1) < 1e-6);
});

test('reviews a single class, which has nothing to be compared with', async (t) => {
  const { pairs, similarities, sentences } = await reviewDescriptions(engine, await tinyModel(t), { awe: 'eyes wide' });
  assert.deepEqual(pairs, []);
  assert.equal(similarities.length, 1);
  assert.equal(sentences[0]!.other, undefined);
});

test('refuses a description that does not fit, and names it', async (t) => {
  const long = Array.from({ length: 90 }, () => 'eyes').join(' ');
  await assert.rejects(reviewDescriptions(engine, await tinyModel(t), { ...descriptions, awe: long }), {
    code: 'text-too-long',
    message: /^Cannot use the hard prompt of "awe": it has \d+ tokens, the model takes 77: "a photo of a person/,
  });
});
