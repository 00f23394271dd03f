import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfiguration } from '../../src/configuration/configuration.ts';
import { float32 } from '../../src/core/array.ts';
import type { EpochRecord } from '../../src/evaluate/epoch-record.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../src/recognise/checkpoint.ts';

const record: EpochRecord = {
  epoch: 1,
  step: 3,
  learningRate: 0.1,
  loss: 1,
  classification: 1,
  trainWar: 0.5,
  gradientNormContext: 1,
  contextNorm: 1,
  contextDrift: 0.1,
};

const checkpoint = (own: EpochRecord): Checkpoint => ({
  classes: ['joy'],
  configuration: defaultConfiguration,
  clip: { name: 'clip', digest: '' },
  scale: 1,
  epoch: 1,
  context: float32([1, 2], [1, 1, 2]),
  text: float32([1, 2], [1, 2]),
  temperature: 1,
  training: {
    fingerprint: '',
    hardPrompts: '',
    epoch: 1,
    batch: 0,
    step: 3,
    momentum: { context: float32([0, 0], [1, 1, 2]) },
    sums: { images: 0, steps: 0, correct: 0, losses: {}, normContext: 0, normVisual: 0 },
    records: [own],
  },
});

test('a state has the same bytes when it was read back in between, whatever the order of its records', () => {
  const reversed = Object.fromEntries(Object.entries(record).reverse()) as unknown as EpochRecord;
  const bytes = writeCheckpoint(checkpoint(reversed));
  assert.equal(Buffer.compare(writeCheckpoint(readCheckpoint(bytes, 'state')), bytes), 0);
  assert.equal(Buffer.compare(writeCheckpoint(checkpoint(record)), bytes), 0);
});
