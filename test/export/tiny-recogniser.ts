// A trained recogniser on the tiny CLIP, and its inputs.

import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { float32, type NumericArray, sizeOf } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import type { Origin } from '../../src/export/metadata.ts';
import type { Checkpoint } from '../../src/recognise/checkpoint.ts';
import { tinyModelConfig } from '../support/tiny-model.ts';

const { image, text, embedding } = tinyModelConfig;
const source = random(17);

export const normal = (name: string, shape: readonly number[], deviation = 1): NumericArray<'float32'> => {
  const stream = source.split(name);
  return float32(
    Float32Array.from({ length: sizeOf(shape) }, () => deviation * stream.normal()),
    shape,
  );
};

export const classes = ['happiness', 'anger', 'a "wink"'];

/** @param settings of the configuration, e.g. `topPatches: 0` */
export function tinyCheckpoint(settings: object = {}, temperature = 1.7): Checkpoint {
  return {
    classes,
    configuration: parseConfiguration({ topPatches: 2, ...settings }, 'the test'),
    clip: { name: 'tiny', digest: 'd'.repeat(64) },
    scale: 20,
    epoch: 3,
    context: normal('context', [classes.length, 4, text.width], 0.02),
    visual: normal('visual', [image.layers, 3, image.width], 0.5),
    text: normal('text', [classes.length, embedding]),
    prototypes: normal('prototypes', [classes.length, embedding]),
    temperature,
  };
}

export const pixels = (count: number): NumericArray<'float32'> =>
  normal(`pixels ${count}`, [count, 3, image.size, image.size]);

export const origin: Origin = {
  clip: { name: 'tiny', digest: 'd'.repeat(64) },
  checkpoint: 'c'.repeat(64),
  trainedOn: { name: 'ck48', spec: 'ck48:', faces: { train: 3, valid: 1, test: 2 }, fingerprint: 'f'.repeat(16) },
  licence: 'CC0',
  notice: 'An expression is not a feeling.',
  writer: 'mpafer 0.0.0',
};
