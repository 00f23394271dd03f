// Explanations of a recogniser: exact parts that add up, occlusion that is what it says, and questions that cannot be answered.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { explanationMethods } from '../../src/evaluate/explanation.ts';
import { explainFaces, marginParts, pixelsOf } from '../../src/explain/explain-faces.ts';
import { explainer, marginOf } from '../../src/explain/explainer.ts';
import { createRecogniser } from '../../src/recognise/load-run.ts';
import { classes, tinyCheckpoint } from '../export/tiny-recogniser.ts';
import { engine } from '../support/evaluate.ts';
import { tinyModel } from '../support/tiny-model.ts';

const clip = await tinyModel();
const { text, visual, scale, temperature, configuration } = tinyCheckpoint({ localWeight: 0.5 });
const parts = { classes, classifier: { text, visual }, options: configuration, scale, temperature };
const own = explainer(engine, clip, parts);
after(() => own.release());

const face = (seed: number) => ({
  width: 20,
  height: 20,
  data: Uint8Array.from({ length: 1200 }, (_, index) => (index * 37 * seed + (index % 7) * 31) % 256),
});
const faces = [face(1), face(2), face(5)];

test('the expression and its probabilities are those that recognition gives', async () => {
  const recogniser = await createRecogniser(engine, clip, parts);
  const wanted = await recogniser.recognise(faces);
  await recogniser.release();
  const found = await explainFaces(own, clip.preprocessing, faces);
  for (const [index, { expression, probabilities, explanation }] of found.entries()) {
    assert.equal(expression, wanted[index]!.expression);
    assert.equal(explanation.expression, expression);
    for (const name of classes) assert.ok(Math.abs(probabilities[name]! - wanted[index]!.probabilities[name]!) < 1e-5);
  }
});

test('the margin is the sum of its parts, and the share is that of the local one', async () => {
  const [scores] = await own.scores(pixelsOf(clip.preprocessing, faces));
  const margin = marginParts(scores!, { target: 2, against: 0 }, 0.5);
  assert.ok(Math.abs(margin.total - marginOf(scores!.similarity, { target: 2, against: 0 })) < 1e-6);
  assert.ok(Math.abs(margin.local - 0.5 * (scores!.local![2]! - scores!.local![0]!)) < 1e-12);
  assert.equal(margin.localShare, Math.abs(margin.local) / (Math.abs(margin.local) + Math.abs(margin.global)));
});

test('the map of patches decomposes the local similarity exactly', async () => {
  const [found] = await explainFaces(own, clip.preprocessing, faces, { method: 'patches' });
  const { map, topPatches, contrast, expression, against, margin } = found!.explanation;
  const scores = (await own.scores(pixelsOf(clip.preprocessing, faces)))[0]!;
  const target = classes.indexOf(expression);
  const mean = topPatches!.reduce((sum, at) => sum + map.values[at]!, 0) / topPatches!.length;
  assert.ok(Math.abs(mean - scores.local![target]!) < 1e-6);
  assert.deepEqual(
    contrast!.values,
    map.values.map((value, at) => value - scores.patches![classes.indexOf(against)]![at]!),
  );
  assert.ok(margin.localShare > 0 && margin.localShare < 1);
});

test('occlusion is the margin less that without the patch', async () => {
  const [found] = await explainFaces(own, clip.preprocessing, [faces[1]!], { method: 'occlusion' });
  const { map, margin, expression, against } = found!.explanation;
  const keep = Float32Array.of(1, 1, 0, 1);
  const [without] = await own.without(pixelsOf(clip.preprocessing, [faces[1]!]), keep);
  const rest = marginOf(without!, { target: classes.indexOf(expression), against: classes.indexOf(against) });
  assert.ok(Math.abs(map.values[2]! - (margin.total - rest)) < 1e-6);
});

test('with every patch there, nothing changes', async () => {
  const pixels = pixelsOf(clip.preprocessing, faces);
  const whole = (await own.scores(pixels)).map(({ similarity }) => similarity);
  const found = await own.without(pixels, new Float32Array(12).fill(1));
  for (const [index, row] of found.entries()) {
    for (const [column, value] of row.entries()) assert.ok(Math.abs(value - whole[index]![column]!) < 1e-6);
  }
});

test('maps of one class against another change sign when they change places, where they have one', async () => {
  const [a] = await explainFaces(own, clip.preprocessing, faces, { target: classes[0], against: classes[1] });
  const [b] = await explainFaces(own, clip.preprocessing, faces, { target: classes[1], against: classes[0] });
  assert.ok(Math.abs(a!.explanation.margin.total + b!.explanation.margin.total) < 1e-6);
  for (const [at, value] of a!.explanation.map.values.entries()) {
    assert.ok(Math.abs(value + b!.explanation.map.values[at]!) < 1e-6);
  }
});

test('every method gives a map of the patches', async () => {
  for (const method of explanationMethods) {
    const found = await explainFaces(own, clip.preprocessing, faces, { method });
    for (const { explanation } of found) {
      assert.equal(explanation.method, method);
      assert.deepEqual([explanation.map.rows, explanation.map.columns], [2, 2]);
      assert.ok(explanation.map.values.length === 4 && explanation.map.values.every(Number.isFinite));
      assert.equal(explanation.contrast !== undefined, method === 'patches');
    }
  }
});

test('no face gives no explanation', async () => {
  assert.deepEqual(await explainFaces(own, clip.preprocessing, []), []);
});

test('an unknown class is named, with what was probably meant', async () => {
  await assert.rejects(explainFaces(own, clip.preprocessing, faces, { target: 'hapiness' }), {
    code: 'label',
    message: `Cannot explain "hapiness": this run has no such class; expected one of ${classes.join(', ')}`,
    hint: 'Did you mean "happiness"?',
  });
  await assert.rejects(explainFaces(own, clip.preprocessing, faces, { against: 'wink' }), { code: 'label' });
});

test('a class is not held against itself', async () => {
  await assert.rejects(explainFaces(own, clip.preprocessing, faces, { target: 'anger', against: 'anger' }), {
    code: 'label',
    message: 'Cannot hold "anger" against itself; expected two classes',
  });
});

test('without a local branch there is no map of patches, and the margin is all global', async () => {
  const whole = explainer(engine, clip, { ...parts, options: { ...configuration, topPatches: 0 } });
  await assert.rejects(explainFaces(whole, clip.preprocessing, faces, { method: 'patches' }), {
    code: 'run',
    message: 'Cannot map patches: this run compares whole faces only, topPatches is 0',
  });
  for (const method of ['gate', 'gradient', 'occlusion', 'rollout'] as const) {
    const [found] = await explainFaces(whole, clip.preprocessing, faces, { method });
    assert.equal(found!.explanation.margin.localShare, 0);
    assert.equal(found!.explanation.margin.total, found!.explanation.margin.global);
    assert.ok(
      found!.explanation.map.values.some((value) => value !== 0),
      method,
    );
  }
  await whole.release();
});
