import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Engine } from '../../src/engine/engine.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { type ConversionOptions, tfliteToOnnx } from '../../src/tflite/to-onnx.ts';
import { noiseImage } from '../data/made-images.ts';
import { goldenInputs, modelBytes, models } from './golden-inputs.ts';

const engine: Engine = nodeEngine();
after(() => engine.close());

/** Every 61st number of each output, the longest output first: from bench/faces/tflite-golden.ts. */
const golden = JSON.parse(readFileSync(new URL('../golden/tflite/outputs.json', import.meta.url), 'utf8')) as Record<
  keyof typeof models,
  Record<string, number[][]>
>;

const options = (which: keyof typeof models): ConversionOptions => ({ name: which, ...models[which] });

test('the shipped models are the bytes that NOTICE names', async () => {
  const notice = readFileSync(new URL('../../assets/faces/NOTICE', import.meta.url), 'utf8');
  for (const { file, sha256 } of Object.values(models)) {
    assert.equal(
      createHash('sha256')
        .update(await modelBytes(file))
        .digest('hex'),
      sha256,
    );
    assert.ok(notice.includes(file) && notice.includes(sha256), file);
  }
});

for (const which of ['detection', 'landmarks'] as const) {
  test(`${which}: gives what TensorFlow Lite gives`, async () => {
    const program = await engine.load(tfliteToOnnx(await modelBytes(models[which].file), options(which)));
    for (const [input, { data }] of Object.entries(await goldenInputs())) {
      const found = await program.run({ pixels: { type: 'uint8', shape: [1, 192, 192, 3], data } });
      for (const [place, name] of models[which].outputs.entries()) {
        const expected = golden[which][input]![place]!;
        const values = [...(found[name]!.data as Float32Array)].filter((_, at) => at % 61 === 0);
        const largest = Math.max(...expected.map(Math.abs));
        assert.equal(values.length, expected.length);
        const worst = Math.max(...values.map((value, at) => Math.abs(value - expected[at]!)));
        // Both sum float32 in orders of their own: some 20 layers of them.
        assert.ok(worst <= 1e-5 * largest, `${input}, ${name}: ${worst} of ${largest}`);
      }
    }
    await program.release();
  });
}

test('detection takes pictures of any size, and treats all places alike', async () => {
  const program = await engine.load(tfliteToOnnx(await modelBytes(models.detection.file), options('detection')));
  const { data } = noiseImage(96, 64, 5);
  const found = await program.run({ pixels: { type: 'uint8', shape: [1, 64, 96, 3], data } });
  assert.deepEqual(found.boxes!.shape, [1, 16 * 24, 16]);
  assert.deepEqual(found.scores!.shape, [1, 16 * 24, 1]);
  await program.release();
});

test('a batch of pictures gives what each gives alone', async () => {
  const program = await engine.load(tfliteToOnnx(await modelBytes(models.landmarks.file), options('landmarks')));
  const { portrait, noise } = await goldenInputs();
  const run = (data: Uint8Array, batch: number) =>
    program.run({ pixels: { type: 'uint8', shape: [batch, 192, 192, 3], data } });
  const both = await run(Uint8Array.from([...portrait.data, ...noise.data]), 2);
  const [first, second] = [await run(portrait.data, 1), await run(noise.data, 1)];
  const alone = [...(first.points!.data as Float32Array), ...(second.points!.data as Float32Array)];
  const together = both.points!.data as Float32Array;
  assert.equal(together.length, alone.length);
  assert.ok(alone.every((value, at) => Math.abs(value - together[at]!) < 1e-3));
  await program.release();
});

test('a file cut short is refused by name, wherever it is cut', async () => {
  const bytes = await modelBytes(models.landmarks.file);
  for (const length of [0, 3, 8, 100, 5000, 200_000, bytes.length - 60_000])
    assert.throws(
      () => tfliteToOnnx(bytes.subarray(0, length), options('landmarks')),
      { name: 'MpaferError', code: 'model', message: /^Cannot read "landmarks" as a TensorFlow Lite model: / },
      `${length} bytes`,
    );
});

test('damage anywhere ends in a model or in a named error', async () => {
  const whole = await modelBytes(models.landmarks.file);
  // The tables are at both ends, the weights between them.
  const places = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? at * 200 : whole.length - 8 - at * 450));
  let refused = 0;
  for (const [turn, place] of places.entries()) {
    const bytes = Uint8Array.from(whole);
    bytes.set([0xff, turn % 2 === 0 ? 0xff : 0x7f, 0xff, turn % 3 === 0 ? 0x7f : 0xff], place);
    try {
      tfliteToOnnx(bytes, options('landmarks'));
    } catch (error) {
      assert.equal((error as Error).name, 'MpaferError', `${place}: ${(error as Error).stack}`);
      refused += 1;
    }
  }
  assert.ok(refused > 5, `only ${refused} were refused`);
});

test('another file, and names for other outputs, are refused', async () => {
  const bytes = await modelBytes(models.detection.file);
  const code = { name: 'MpaferError', code: 'model' };
  assert.throws(() => tfliteToOnnx(new TextEncoder().encode('{"not": "a model"}'), options('detection')), {
    ...code,
    message: /it does not begin as one/,
  });
  assert.throws(() => tfliteToOnnx(bytes, { ...options('detection'), outputs: ['only'] }), {
    ...code,
    message: /it has 2 outputs; expected 1/,
  });
});
