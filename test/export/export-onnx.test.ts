// An exported file computes what its run computes, on its own.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { clipDeviation, clipMean } from '../../src/clip/preprocessing.ts';
import { type NumericArray, rowsOf } from '../../src/core/array.ts';
import { withoutTelemetry } from '../../src/engine/node/without-telemetry.ts';
import { exportOnnx } from '../../src/export/export-onnx.ts';
import { exportableRun, exportableZeroShot } from '../../src/export/exportable.ts';
import { constant, type Tensor as GraphTensor } from '../../src/graph/tensor.ts';
import { pixelInput, recognise } from '../../src/method/recogniser.ts';
import { softmaxRows } from '../../src/metrics/temperature.ts';
import { readModel } from '../onnx/read-model.ts';
import { engine, evaluate } from '../support/evaluate.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { classes, origin, pixels, tinyCheckpoint } from './tiny-recogniser.ts';

withoutTelemetry();

const clip = await tinyModel();
const { image } = clip.config;
const patches = (image.size / image.patch) ** 2;

type Outputs = Readonly<Record<string, NumericArray>>;

/** Runs the bytes with ONNX Runtime directly, as someone with only the file would. */
async function runFile(bytes: Uint8Array, images: NumericArray): Promise<Outputs> {
  const session = await InferenceSession.create(bytes);
  const found = await session.run({ pixels: new Tensor('float32', images.data as Float32Array, images.shape) });
  await session.release();
  const entries = Object.entries(found).map(([name, { dims, data, type }]) => [name, { type, shape: dims, data }]);
  return Object.fromEntries(entries) as Outputs;
}

/** The outputs of the run, with weights from their file. */
function runItself(checkpoint: ReturnType<typeof tinyCheckpoint>, images: NumericArray) {
  const visual = checkpoint.visual && constant(checkpoint.visual);
  const model = { config: clip.config, weights: frozenWeights(clip.weights) };
  const text = constant(checkpoint.text);
  const found = recognise(
    { ...model, pixels: pixelInput(clip.config), text, visual },
    { ...checkpoint.configuration, scale: checkpoint.scale },
  );
  const { logits, globalSimilarity, localSimilarity, topPatches } = found;
  const local = localSimilarity && { localSimilarity, topPatches: topPatches! };
  const outputs: Readonly<Record<string, GraphTensor>> = { logits, globalSimilarity, ...local };
  return evaluate(outputs, { pixels: images });
}

const distance = (a: NumericArray, b: { readonly data: ArrayLike<number | bigint> }): number => {
  assert.equal(a.data.length, b.data.length);
  return Math.max(
    ...Array.from(a.data as ArrayLike<number | bigint>, (value, at) => Math.abs(Number(value) - Number(b.data[at]!))),
  );
};

suite('in float32', () => {
  test('gives the outputs of the run for any number of faces', async () => {
    const checkpoint = tinyCheckpoint();
    const { bytes, files } = await exportOnnx(clip, exportableRun(checkpoint), 'float32', origin);
    assert.deepEqual(files, []);
    for (const count of [1, 2, 5]) {
      const found = await runFile(bytes, pixels(count));
      const wanted = await runItself(checkpoint, pixels(count));
      assert.deepEqual(Object.keys(found), ['probabilities', 'global_similarity', 'local_similarity', 'top_patches']);
      assert.ok(distance(found.global_similarity!, wanted.globalSimilarity!) < 1e-6);
      assert.ok(distance(found.local_similarity!, wanted.localSimilarity!) < 1e-6);
      assert.deepEqual([...found.top_patches!.data], [...wanted.topPatches!.data]);
      // Calibrated, as recognition gives them.
      const calibrated = softmaxRows(wanted.logits!.data as Float32Array, classes.length, 1.7);
      assert.ok(distance(found.probabilities!, { data: calibrated }) < 1e-6);
      assert.deepEqual(found.top_patches!.shape, [count, classes.length, 2]);
    }
  });

  test('has one symbolic axis, the batch', async () => {
    const { bytes } = await exportOnnx(clip, exportableRun(tinyCheckpoint()), 'float32', origin);
    const session = await InferenceSession.create(bytes);
    const shapes = (entries: readonly unknown[]) => entries.map((entry) => (entry as { shape: unknown }).shape);
    assert.deepEqual(shapes(session.inputMetadata), [['B', 3, image.size, image.size]]);
    assert.deepEqual(shapes(session.outputMetadata), [
      ['B', 3],
      ['B', 3],
      ['B', 3],
      ['B', 3, 2],
    ]);
    await session.release();
  });

  test('omits local outputs without a local branch, and prompts if there are none', async () => {
    const { visual: _, ...rest } = tinyCheckpoint({ topPatches: 0 }, 1);
    const { bytes } = await exportOnnx(clip, exportableRun(rest), 'float32', origin);
    const found = await runFile(bytes, pixels(2));
    assert.deepEqual(Object.keys(found), ['probabilities', 'global_similarity']);
    const wanted = await runItself(rest, pixels(2));
    assert.ok(distance(found.global_similarity!, wanted.globalSimilarity!) < 1e-6);
    assert.ok(distance(found.probabilities!, { data: softmaxRows(wanted.logits!.data as Float32Array, 3, 1) }) < 1e-6);
    assert.ok(!('patches' in readModel(bytes).metadata));
  });

  test('follows the run’s value path, and limits top patches to those that exist', async () => {
    const checkpoint = tinyCheckpoint({ topPatches: 99, localFeature: 'value-path' });
    const { bytes } = await exportOnnx(clip, exportableRun(checkpoint), 'float32', origin);
    const found = await runFile(bytes, pixels(1));
    assert.equal(found.top_patches!.shape[2], patches);
    const wanted = await runItself(checkpoint, pixels(1));
    assert.ok(distance(found.local_similarity!, wanted.localSimilarity!) < 1e-6);
  });

  test('gives equal bytes for equal runs', async () => {
    const write = async () => (await exportOnnx(clip, exportableRun(tinyCheckpoint()), 'float32', origin)).bytes;
    assert.deepEqual(await write(), await write());
  });

  test('made from descriptions alone knows the described classes', async () => {
    const descriptions = { wink: 'one eye closed', yawn: ['mouth wide open', 'eyes shut'] };
    const recogniser = await exportableZeroShot(engine, clip, ['wink', 'yawn'], descriptions);
    const { bytes } = await exportOnnx(clip, recogniser, 'float32', { ...origin, checkpoint: undefined });
    const { probabilities } = await runFile(bytes, pixels(3));
    assert.deepEqual(probabilities!.shape, [3, 2]);
    const { metadata } = readModel(bytes);
    assert.deepEqual(JSON.parse(metadata.classes!), ['wink', 'yawn']);
    assert.ok(!('checkpoint_sha256' in metadata));
  });
});

suite('in int8', () => {
  test('is smaller and close to the run', async () => {
    const checkpoint = tinyCheckpoint();
    const whole = await exportOnnx(clip, exportableRun(checkpoint), 'float32', origin);
    const { bytes, operators } = await exportOnnx(clip, exportableRun(checkpoint), 'int8', origin);
    assert.ok(bytes.length < whole.bytes.length);
    assert.ok(operators.MatMulInteger! >= 6 * image.layers);
    const found = await runFile(bytes, pixels(5));
    const wanted = await runItself(checkpoint, pixels(5));
    const far = distance(found.global_similarity!, wanted.globalSimilarity!);
    assert.ok(far > 1e-5 && far < 0.05, `${far}`);
    assert.ok(distance(found.local_similarity!, wanted.localSimilarity!) < 0.05);
  });

  test('classifies a face independently of its batch', async () => {
    const { bytes } = await exportOnnx(clip, exportableRun(tinyCheckpoint()), 'int8', origin);
    const images = pixels(5);
    const together = await runFile(bytes, images);
    for (let face = 0; face < 5; face++) {
      const alone = await runFile(bytes, rowsOf(images, face, face + 1));
      const own = (together.probabilities!.data as Float32Array).slice(3 * face, 3 * face + 3);
      assert.ok(distance(alone.probabilities!, { data: own }) < 1e-6);
    }
  });
});

test('its metadata describes the model, its input and its provenance', async () => {
  const { bytes } = await exportOnnx(clip, exportableRun(tinyCheckpoint()), 'int8', origin);
  const { metadata } = readModel(bytes);
  const { classes: names, preprocessing, outputs, patches: grid, trained_on: data, ...rest } = metadata;
  assert.deepEqual(JSON.parse(names!), classes);
  const { size, mean, deviation, divideBy, channels } = JSON.parse(preprocessing!);
  assert.deepEqual(
    [size, mean, deviation, divideBy, channels],
    [image.size, [...clipMean], [...clipDeviation], 255, 'RGB'],
  );
  assert.deepEqual(Object.keys(JSON.parse(outputs!)), [
    'probabilities',
    'global_similarity',
    'local_similarity',
    'top_patches',
  ]);
  assert.deepEqual(JSON.parse(grid!), { rows: 2, columns: 2, k: 2 });
  assert.deepEqual(JSON.parse(data!), origin.trainedOn);
  assert.deepEqual(rest, {
    format: 'mpafer-recogniser-1',
    precision: 'int8',
    scale: '20',
    temperature: '1.7',
    clip: 'tiny',
    clip_sha256: 'd'.repeat(64),
    checkpoint_sha256: 'c'.repeat(64),
    licence: 'CC0',
    notice: 'An expression is not a feeling.',
    writer: 'mpafer 0.0.0',
  });
});
