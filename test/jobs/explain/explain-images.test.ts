// Explaining refuses what does not go together before it reads an image.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finish } from '../../../src/core/finish.ts';
import { type ExplainImagesOptions, explainImages } from '../../../src/jobs/explain/explain-images.ts';

async function* images() {
  yield 'assets/portraits/astronaut-face.png';
}

for (const [what, options, message] of [
  ['a data set whose faces are to be found', { data: 'synthetic:', faces: 'find' }, /they are crops already/],
  ['images and a data set', { images: images(), data: 'synthetic:' }, /image files and a data set at once/],
  ['nothing to explain', {}, /neither images nor a data set were given/],
  ['no faces of a data set', { data: 'synthetic:', count: 0 }, /Cannot explain 0 faces/],
  ['nearest faces of unknown data', { images: images(), nearest: 2 }, /"fer2013" does not record where/],
  ['fewer than no nearest faces', { images: images(), nearest: -1 }, /Cannot show -1 nearest faces/],
  ['training data without nearest faces', { images: images(), training: 'synthetic:' }, /no nearest faces are asked/],
] as const satisfies readonly (readonly [string, Omit<ExplainImagesOptions, 'run'>, RegExp])[]) {
  test(`refuses ${what}`, async () => {
    await assert.rejects(finish(explainImages({ run: 'fer2013', ...options })), { code: 'usage', message });
  });
}
