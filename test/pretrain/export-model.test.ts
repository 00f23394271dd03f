import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadClip } from '../../src/clip/load-clip.ts';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { expressions } from '../../src/data/expressions.ts';
import { colourKernel } from '../../src/pretrain/batches/greyscale.ts';
import { captionTokenizer } from '../../src/pretrain/captions/caption-tokenizer.ts';
import { initialImageWeights, initialTextWeights } from '../../src/pretrain/initial-weights.ts';
import { exportModel } from '../../src/pretrain/model/export-model.ts';
import { modelCard } from '../../src/pretrain/model/model-card.ts';
import { understandPhrases } from '../../src/pretrain/model/understand-phrases.ts';
import { clipConfigOf } from '../../src/pretrain/pretrain-configuration.ts';
import { toFloat16, toFloat32 } from '../../src/safetensors/half.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { memoryFolder } from '../clip/memory-folder.ts';
import { tinyConfiguration } from './tiny-faces.ts';

const configuration = tinyConfiguration();
const { tokenizer, json } = captionTokenizer(configuration);
const config = clipConfigOf(configuration, tokenizer.vocabularySize);
const parameters = new Map([
  ...initialImageWeights(config, 8, 14, random(1)),
  ...initialTextWeights(config, random(1)),
]);
const files = exportModel(config, parameters, json);

test('an exported model loads as a CLIP: sizes, float16 weights, tokenizer', async () => {
  const clip = await loadClip(memoryFolder(files));
  assert.deepEqual(clip.config, config);
  assert.deepEqual((await clip.tokenizer()).encode('a happy face'), tokenizer.encode('a happy face'));
  assert.ok(Math.abs(clip.logitScale - 14) < 0.02);
  const projection = await clip.readWeight(clip.weights.text.projection);
  assert.deepEqual(projection.data, toFloat16(parameters.get('text.projection')!).data);
  const embedding = await clip.readWeight(clip.weights.image.patchEmbedding);
  assert.deepEqual(embedding.data, toFloat16(colourKernel(parameters.get('image.kernel')!)).data);
  assert.deepEqual(toFloat32(embedding).shape, [16, 3, 4, 4]);
});

test('config.json says how frequent classes were in training, where that is given', async () => {
  const shares = { neutral: 0.75, fear: 0.25 };
  const clip = await loadClip(memoryFolder(exportModel(config, parameters, json, shares)));
  assert.deepEqual([clip.classShares, clip.config], [shares, config]);
});

test('exporting twice gives identical files', () => {
  assert.deepEqual(exportModel(config, parameters, json), files);
});

test('class vectors are not exported: only training needs them', () => {
  const bytes = files['model.safetensors'] as Uint8Array;
  const { tensors } = parseHeader(bytes, bytes.length, 'model');
  assert.ok(tensors.has('visual_projection.weight'));
  assert.ok(![...tensors.keys()].some((name) => name.includes('classVectors')));
});

test('a phrase is understood as the class with the nearest vector', () => {
  const vectors = float32([1, 0, 0, 5], [2, 2]);
  const found = understandPhrases([['up', 'b']], float32([0.1, 3], [1, 2]), vectors, ['a', 'b'], 10);
  assert.equal(found[0]!.chosen, 'b');
  assert.ok(found[0]!.probability > 0.99);
});

test('the card states what the model is, how well it performs and what it must not be used for', () => {
  const confusion = expressions.map((_, label) => expressions.map((_, chosen) => (label === chosen ? 3 : 1)));
  const card = modelCard({
    name: 'test-clip',
    date: '2026-01-02T03:04:05Z',
    command: 'mpafer pretrain',
    configuration,
    parameters: { image: 2_710_000, text: 800_000 },
    data: { train: 'a', valid: 'b', trainFaces: 100, validFaces: 80, fingerprint: 'f', pixels: 'p' },
    classes: expressions,
    zeroShot: { 'one sentence': { global: 0.5, local: 0.25, both: 0.301, confusion } },
    rating: {
      n: 80,
      war: 0.7512,
      uar: 0.512,
      intervals: { war: [0.7, 0.8], uar: [0.4, 0.6] },
      recalls: [{ name: 'fear', n: 7, recall: 3 / 7 }],
      temperature: 1.257,
      ece: { before: 0.125, after: 0.033 },
      abstention: [
        {
          goal: { coverage: 0.8 },
          validationFaces: 40,
          result: {
            threshold: 0.4567,
            n: 40,
            answered: 33,
            coverage: 0.825,
            coverageInterval: [0.7, 0.9],
            accuracy: 0.909,
            accuracyInterval: [0.85, 0.97],
          },
        },
        { goal: { coverage: 0.99 }, validationFaces: 40 },
      ],
    },
    phrases: [{ phrase: 'a grin', wanted: 'happiness', chosen: 'happiness', probability: 0.9 }],
    stages: { image: { steps: 10, seconds: 60 } },
    sittings: [{ at: '2026-01-02T03:04:05Z', stage: 'image', step: 0, configuration }],
    files: {},
  });
  for (const part of [
    '# test-clip',
    '2026-01-02',
    '2.71 M',
    '| one sentence | 50.0% | 25.0% | 30.1% |',
    'WAR 75.1% (95% interval 70.0% to 80.0%), UAR 51.2% (40.0% to 60.0%)',
    '| fear | 7 | 42.9% |',
    'a temperature of 1.26',
    '3.3% with it and 12.5% without',
    '| 0.457 | 82.5% | 90.9% | 85.0% to 97.0% |',
    'neutral mistaken for happiness (1 face, 10.0% of the class)',
    'understands 1 of 1 as intended',
    '| contempt | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 3 | 30.0% |',
    '| a grin | happiness | happiness | 0.90 |',
    'Prohibited',
    'from the web',
    'image stage 10 steps, 1 min in one session',
  ])
    assert.ok(card.includes(part), part);
});
