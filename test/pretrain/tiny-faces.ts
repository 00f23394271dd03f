// Tiny synthetic faces for tests: simple patterns for two of eight classes.
import { random } from '../../src/core/random.ts';
import type { FaceSet } from '../../src/pretrain/batches/face-set.ts';
import { type PretrainConfiguration, pretrainSchema } from '../../src/pretrain/pretrain-configuration.ts';

/** Noise, brighter at the top for label 1 and at the bottom for label 2. */
export function tinyFaces(count: number, seed = 1): FaceSet {
  const size = 8;
  const source = random(seed);
  const grey = new Uint8Array(count * size * size);
  const targets = new Float32Array(count * 8);
  const labels = Uint8Array.from({ length: count }, (_, index) => 1 + (index % 2));
  for (let index = 0; index < count; index++) {
    targets[index * 8 + labels[index]!] = 1;
    for (let pixel = 0; pixel < size * size; pixel++) {
      const above = pixel < (size * size) / 2;
      grey[index * size * size + pixel] = (above === (labels[index] === 1) ? 150 : 60) + source.integer(40);
    }
  }
  return { count, size, classes: 8, grey, targets, labels };
}

export const tinyConfiguration = (more: object = {}): PretrainConfiguration =>
  pretrainSchema.parse({
    size: 8,
    patch: 4,
    image: { width: 16, layers: 1, heads: 2, hidden: 32 },
    text: { width: 16, layers: 1, heads: 2, hidden: 32 },
    embedding: 8,
    vocabulary: 600,
    positions: 100,
    guideStage: { epochs: 0 },
    imageStage: { epochs: 3, batch: 8, rate: 3e-3 },
    textStage: { steps: 6, batch: 8, rate: 3e-3 },
    jointStage: { epochs: 1, batch: 8 },
    checkpointEvery: 4,
    evaluateEvery: 1,
    ...more,
  });
