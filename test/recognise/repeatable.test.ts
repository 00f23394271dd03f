import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { synthetic } from '../../src/data/synthetic/synthetic.ts';
import { openRecogniser } from '../../src/platform/node/models/open-recogniser.ts';

test('the numbers of a face do not depend on the faces that it is recognised with', async () => {
  const { samples } = synthetic({ random: random(1), size: 48 });
  const faces = await Promise.all(samples.slice(0, 12).map((sample) => sample.read()));
  for (const precision of ['float32', 'int8'] as const) {
    await using recogniser = await openRecogniser('fer2013', {
      precision,
      faces: 'crop',
      threads: 1,
      repeatable: true,
    });
    const inBatchesOf = async (size: number): Promise<string[]> => {
      const found: string[] = [];
      for (let begin = 0; begin < faces.length; begin += size) {
        for await (const result of recogniser.recognise(faces.slice(begin, begin + size)))
          found.push(JSON.stringify(result));
      }
      return found;
    };
    const alone = await inBatchesOf(1);
    for (const size of [2, 3, 5, 7, 12])
      assert.deepEqual(await inBatchesOf(size), alone, `${precision}, batches of ${size}`);
  }
});

test('no face is no work', async () => {
  await using recogniser = await openRecogniser('fer2013', { faces: 'crop', repeatable: true });
  for await (const result of recogniser.recognise([])) assert.fail(JSON.stringify(result));
});
