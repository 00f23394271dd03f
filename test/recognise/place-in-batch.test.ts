import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { openClip } from '../../src/platform/node/models/models.ts';
import { openRun } from '../../src/platform/node/models/open-run.ts';
import { readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { loadRun } from '../../src/recognise/load-run.ts';

const side = 48;
const count = 9;

/** Stripes and noise: what they show is of no matter, their bits are. */
const faces = Array.from({ length: count }, (_, face) => {
  const noise = random(face);
  const data = Uint8Array.from(
    { length: side * side * 3 },
    (_, index) => 128 + 60 * Math.sin(index / (7 + face)) + noise.integer(40),
  );
  return { width: side, height: side, data };
});

/** Seven classes and five patches, neither a multiple of what a processor adds at once. */
const run = 'fer2013';

const opened = {
  float32: async (engine: Engine) => (await openRun(engine, run, { precision: 'float32' })).recogniser,
  int8: async (engine: Engine) => (await openRun(engine, run, { precision: 'int8' })).recogniser,
  'patches divided by transport': async (engine: Engine) => {
    const checkpoint = readCheckpoint(readFileSync(`assets/packs/${run}.safetensors`), run);
    const configuration = { ...checkpoint.configuration, localMatch: 'transport' } as const;
    return loadRun(engine, await openClip('face-clip'), { ...checkpoint, configuration });
  },
};

for (const [name, open] of Object.entries(opened)) {
  test(`a face has the same bits wherever it is in a batch, and alone: ${name}`, async () => {
    await using engine = nodeEngine({ threads: 1 });
    const recogniser = await open(engine);
    assert.equal(recogniser.classes.length, 7);
    const together = await recogniser.recognise(faces);
    for (const first of [0, 1, 2, 3]) {
      for (const size of [1, 5]) {
        const places = Array.from({ length: size }, (_, place) => first + place);
        const found = await recogniser.recognise(places.map((place) => faces[place]!));
        const expected = places.map((place) => together[place]!);
        assert.deepEqual(found, expected, `${size} faces from face ${first} on`);
      }
    }
  });
}
