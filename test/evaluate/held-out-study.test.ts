import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { atTemperature, heldOutStudy, temperatureOn } from '../../src/evaluate/held-out-study.ts';
import type { SamplePredictions } from '../../src/evaluate/sample-predictions.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { simulatedFaces } from '../metrics/simulated-faces.ts';

/** Too sure of themselves: a temperature above 1 mends them. */
const faces = (seed: number, n = 200): SamplePredictions => {
  const { logits, probabilities, ...rest } = simulatedFaces({ n, random: random(seed), sharpness: 4 });
  return {
    ...rest,
    logits: Float32Array.from(logits),
    probabilities: Float32Array.from(probabilities),
    ids: rest.labels.map((_, face) => `${face}.png`),
  };
};

suite('what is chosen on validation', () => {
  const [validation, other] = [faces(1), faces(2, 400)];

  test('is a temperature that lowers the calibration error and the likelihood’s loss of faces it never saw', () => {
    const temperature = temperatureOn(validation);
    assert.ok(temperature > 1.5, `${temperature}`);
    const [before, after] = [evaluate(other), evaluate(atTemperature(other, temperature))];
    assert.ok(after.ece < 0.6 * before.ece && after.nll < before.nll && after.brier < before.brier);
    assert.deepEqual([after.war, after.confusion], [before.war, before.confusion], 'no class overtakes another');
  });

  test('is only what was wished for', () => {
    assert.deepEqual(heldOutStudy(validation, other, {}, random(1)), {});
    const both = heldOutStudy(
      validation,
      other,
      { abstain: { coverage: 0.5 }, conformal: { alpha: 0.2, scores: ['lac', 'aps'] } },
      random(1),
    );
    assert.equal(both.abstention!.validationFaces, 200);
    assert.deepEqual(
      both.conformal!.map(({ name, alpha, n }) => [name, alpha, n]),
      [
        ['lac', 0.2, 400],
        ['aps', 0.2, 400],
      ],
    );
    for (const { coverage, sizes } of both.conformal!) {
      assert.ok(coverage > 0.72 && coverage < 0.92, `${coverage}`);
      assert.equal(
        sizes.reduce((sum, count) => sum + count, 0),
        400,
      );
    }
    assert.equal(both.conformal![1]!.sizes[0], 0, 'APS leaves no face without a class');
  });

  test('does not depend on the faces that it is judged on', () => {
    const wish = { abstain: { accuracy: 0.8 }, conformal: { alpha: 0.1, scores: ['lac'] } } as const;
    const [one, another] = [other, faces(3, 50)].map((judged) => heldOutStudy(validation, judged, wish, random(1)));
    assert.deepEqual(one!.abstention!.chosen, another!.abstention!.chosen);
    assert.equal(one!.conformal![0]!.threshold, another!.conformal![0]!.threshold);
  });
});
