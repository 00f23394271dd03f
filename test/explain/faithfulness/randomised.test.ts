// Randomised weights: every stage is there, and a map of a tower of noise is not the trained one's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { pixelsOf, questionOf } from '../../../src/explain/explain-faces.ts';
import { explainer } from '../../../src/explain/explainer.ts';
import { meanCorrelation, randomised } from '../../../src/explain/faithfulness/randomised.ts';
import { classes, tinyCheckpoint } from '../../export/tiny-recogniser.ts';
import { engine } from '../../support/evaluate.ts';
import { tinyModel } from '../../support/tiny-model.ts';

test('text, prompts, both, then the tower layer by layer', async () => {
  const clip = await tinyModel();
  const { text, visual, scale, temperature, configuration } = tinyCheckpoint();
  const parts = { classes, classifier: { text, visual }, options: configuration, scale, temperature };
  const own = explainer(engine, clip, parts);
  const faces = Array.from({ length: 12 }, (_, seed) => ({
    width: 16,
    height: 16,
    data: Uint8Array.from({ length: 768 }, (_, at) => (at * (seed + 3) * 13 + (at % 11) * 19) % 256),
  }));
  const pixels = pixelsOf(clip.preprocessing, faces);
  const questions = (await own.scores(pixels)).map(({ similarity }) => questionOf(similarity));
  const steps = randomised({
    ...{ engine, clip, parts, own, pixels, questions },
    methods: ['gate', 'rollout'],
    random: random(1),
  });
  const names: string[] = [];
  for (;;) {
    const next = await steps.next();
    if (!next.done) {
      names.push(next.value);
      continue;
    }
    const { stages, level, entropy } = next.value;
    assert.deepEqual(
      names,
      stages.map(({ name }) => name),
    );
    assert.deepEqual(names, [
      'text features',
      'visual prompts',
      'both',
      'tower, last 1 of 2 layers',
      'tower, last 2 of 2 layers',
    ]);
    // Rollout knows no class, so other text features leave it as it is.
    assert.equal(stages[0]!.correlation.rollout, 1);
    assert.ok(stages[0]!.correlation.gate! < 1);
    assert.ok(stages.at(-1)!.correlation.gate! < 0.9);
    assert.ok(Number.isFinite(level.gate) && entropy.gate!.trained > 0 && entropy.gate!.trained <= 1);
    break;
  }
  await own.release();
});

test('faces with a constant map are left out of the mean', () => {
  assert.equal(
    meanCorrelation(
      [
        [1, 2, 3],
        [1, 1, 1],
      ],
      [
        [1, 2, 3],
        [3, 2, 1],
      ],
    ),
    1,
  );
  assert.equal(meanCorrelation([[1, 1]], [[1, 2]]), 0);
});
