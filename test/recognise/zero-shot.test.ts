// Plain CLIP that is told how frequent the classes are.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { openClip } from '../../src/platform/node/models/models.ts';
import { zeroShotRecogniser } from '../../src/recognise/zero-shot.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await openClip('face-clip');
const faces = [0, 1, 2].map((seed) => ({
  width: 48,
  height: 48,
  data: Uint8Array.from({ length: 48 * 48 * 3 }, (_, at) => (Math.floor(at / 3) * (7 + seed) + seed * 50) % 256),
}));
const classes = ['neutral', 'sadness', 'disgust'];
const probabilities = async (prior?: 'trained' | 'even') => {
  const recogniser = await zeroShotRecogniser(engine, clip, classes, defaultDescriptions, { prior });
  const found = await recogniser.recognise(faces);
  await recogniser.release();
  return found.map((face) => classes.map((name) => face.probabilities[name]!));
};

test('with an even prior, probabilities are divided by how frequent each class was in training', async () => {
  const trained = await probabilities();
  for (const [face, row] of (await probabilities('even')).entries()) {
    const divided = classes.map((name, at) => trained[face]![at]! / clip.classShares![name]!);
    const total = divided.reduce((sum, value) => sum + value, 0);
    for (const [at, value] of row.entries()) assert.ok(Math.abs(value - divided[at]! / total) < 1e-5, `${row}`);
  }
});

test('the prior of the training is the default', async () => {
  assert.deepEqual(await probabilities('trained'), await probabilities());
});

test('an even prior of classes that the CLIP was not trained on is refused', async () => {
  await assert.rejects(
    zeroShotRecogniser(
      engine,
      clip,
      ['neutral', 'wink'],
      { wink: 'one eye closed', ...defaultDescriptions },
      { prior: 'even' },
    ),
    {
      code: 'model',
      message:
        'Cannot assume an even prior with "face-clip": it does not record how frequent "wink" was in its training',
    },
  );
});
