// The comparison of a file with its run detects faulty files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofSplit } from '../../src/data/dataset.ts';
import { checkExport, type ExportCheck } from '../../src/export/check-export.ts';
import { exportOnnx, type Precision } from '../../src/export/export-onnx.ts';
import { type Exportable, exportableRun } from '../../src/export/exportable.ts';
import { drawnDataset } from '../support/drawings.ts';
import { engine } from '../support/evaluate.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { normal, origin, tinyCheckpoint } from './tiny-recogniser.ts';

const clip = await tinyModel();
const samples = ofSplit(drawnDataset({ counts: { test: 7 } }), 'test');
const recogniser = exportableRun(tinyCheckpoint());

/** Compares a file made of one recogniser with another. */
async function compare(made: Exportable, precision: Precision = 'float32', own = recogniser): Promise<ExportCheck> {
  const exported = await engine.load(await exportOnnx(clip, made, precision, origin));
  const work = checkExport(engine, exported, clip, own, samples);
  const done: number[] = [];
  let next = await work.next();
  for (; !next.done; next = await work.next()) done.push(next.value);
  await exported.release();
  assert.deepEqual(done, [16, 21]);
  return next.value;
}

test('finds no difference in a correct file', async () => {
  const { faces, differences, sameClass, samePatches, accuracy } = await compare(recogniser);
  assert.deepEqual([faces, sameClass, samePatches], [21, 1, 1]);
  assert.deepEqual(Object.keys(differences).sort(), ['global_similarity', 'local_similarity', 'probabilities']);
  for (const [name, most] of Object.entries(differences)) assert.ok(most < 1e-6, `${name} ${most}`);
  assert.equal(accuracy.recogniser, accuracy.exported);
});

test('a different temperature changes only the probabilities', async () => {
  const { differences, sameClass } = await compare({ ...recogniser, temperature: 1 });
  assert.ok(differences.probabilities! > 1e-3);
  assert.ok(differences.global_similarity! < 1e-6);
  assert.equal(sameClass, 1);
});

test('different text features change every output', async () => {
  const { differences, sameClass, samePatches } = await compare({
    ...recogniser,
    text: normal('other', recogniser.text.shape),
  });
  for (const [name, most] of Object.entries(differences)) assert.ok(most > 1e-2, `${name} ${most}`);
  assert.ok(sameClass < 1 && samePatches! < 1);
});

test('measures the effect of int8 quantisation', async () => {
  const { differences, samePatches } = await compare(recogniser, 'int8');
  assert.ok(differences.global_similarity! > 1e-5 && differences.global_similarity! < 0.05);
  assert.ok(samePatches! > 0.8);
});

test('counts the correct predictions of both', async () => {
  const [swapped] = [{ ...recogniser, text: normal('other', recogniser.text.shape) }];
  const { accuracy } = await compare(swapped);
  const { accuracy: itself } = await compare(swapped, 'float32', swapped);
  assert.equal(accuracy.exported, itself.recogniser);
  assert.equal(itself.exported, itself.recogniser);
});

test('counts NaN as an infinite difference', async () => {
  const broken = { ...recogniser, scale: Number.NaN };
  const { differences } = await compare(broken);
  assert.equal(differences.probabilities, Number.POSITIVE_INFINITY);
});

test('compares recognisers without a local branch', async () => {
  const global = exportableRun(tinyCheckpoint({ topPatches: 0 }));
  const check = await compare(global, 'float32', global);
  assert.deepEqual(Object.keys(check.differences).sort(), ['global_similarity', 'probabilities']);
  assert.equal('samePatches' in check, false);
});
