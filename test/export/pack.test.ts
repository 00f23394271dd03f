import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { writePack } from '../../src/export/pack.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/recognise/checkpoint.ts';
import { toFloat16, toFloat32 } from '../../src/safetensors/half.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { tinyCheckpoint } from './tiny-recogniser.ts';

const checkpoint = tinyCheckpoint();

test('contains prompts, text features and settings, and nothing that only training needs', () => {
  const bytes = writePack(checkpoint);
  assert.deepEqual([...parseHeader(bytes, bytes.length, 'pack').tensors.keys()].sort(), [
    'context',
    'text_features',
    'visual_prompts',
  ]);
  const { prototypes: _, ...rest } = checkpoint;
  const { prototypes, training, ...read } = readCheckpoint(bytes, 'pack');
  assert.deepEqual([prototypes, training], [undefined, undefined]);
  assert.deepEqual(read, rest);
  assert.ok(bytes.length < writeCheckpoint(checkpoint).length);
});

test('in half precision is read back as float32, rounded to float16', () => {
  const bytes = writePack(checkpoint, true);
  const half = readCheckpoint(bytes, 'pack');
  for (const name of ['context', 'visual', 'text'] as const) {
    assert.deepEqual(half[name], toFloat32(toFloat16(checkpoint[name]!)), name);
  }
  const saved = writePack(checkpoint).length - bytes.length;
  const numbers = [checkpoint.context!, checkpoint.visual!, checkpoint.text].reduce(
    (sum, { data }) => sum + data.length,
    0,
  );
  // The header is padded to a multiple of eight.
  assert.ok(Math.abs(saved - 2 * numbers) <= 16, `${saved}`);
});

test('has no visual prompts if the run has none', () => {
  const { visual: _, ...rest } = checkpoint;
  assert.equal(readCheckpoint(writePack(rest, true), 'pack').visual, undefined);
});

test('stays under a megabyte at the sizes of the published models', () => {
  // Eight classes, ten context tokens, eight prompts per layer.
  const sizes = { 'ViT-B/16': [12, 768, 512, 512], 'ViT-L/14': [24, 1024, 768, 768] } as const;
  for (const [name, [layers, width, textWidth, embedding]] of Object.entries(sizes)) {
    const zeros = (...shape: number[]) => float32(new Float32Array(shape.reduce((a, b) => a * b)), shape);
    const large = {
      ...checkpoint,
      classes: Array.from({ length: 8 }, (_, index) => `class ${index}`),
      context: zeros(8, 10, textWidth),
      visual: zeros(layers, 8, width),
      text: zeros(8, embedding),
    };
    const [whole, half] = [writePack(large).length, writePack(large, true).length];
    assert.ok(half < 600_000, `${name} ${half}`);
    // The largest fits only in half precision.
    assert.equal(whole < 1_000_000, name === 'ViT-B/16', `${name} ${whole}`);
  }
});
