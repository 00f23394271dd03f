import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { softmaxRows } from '../../src/metrics/temperature.ts';
import { rateModel, reportedCoverages } from '../../src/pretrain/model/model-rating.ts';

/** Faces whose labels follow softmax(logits) exactly, with logits reported `overconfidence` times too large. */
function overconfidenceer(count: number, overconfidence: number) {
  const source = random(8);
  const classes = ['a', 'b', 'c'];
  const logits = Float32Array.from({ length: 3 * count }, () => 1.5 * source.normal());
  const honest = softmaxRows(logits, 3);
  const labels = Array.from({ length: count }, (_, face) => {
    let left = source.uniform();
    for (let column = 0; column < 2; column++) {
      left -= honest[3 * face + column]!;
      if (left < 0) return column;
    }
    return 2;
  });
  const told = logits.map((value) => overconfidence * value);
  return { predictions: { classes, labels, probabilities: softmaxRows(told, 3) }, logits: told };
}

const { predictions, logits } = overconfidenceer(4000, 3);
const rating = rateModel(predictions, logits, random(1));

test('measures overconfidence and calibrates it on faces that the temperature was not fitted on', () => {
  assert.ok(Math.abs(rating.temperature - 3) < 0.3, String(rating.temperature));
  assert.ok(rating.ece.before > 0.1, String(rating.ece.before));
  assert.ok(rating.ece.after < 0.03, String(rating.ece.after));
});

test('reports for each coverage the result on the other half of the faces', () => {
  assert.equal(rating.abstention.length, reportedCoverages.length);
  let surest = rating.war;
  rating.abstention.forEach(({ result, validationFaces }, index) => {
    assert.equal(validationFaces, 2000);
    assert.equal(result!.n, 2000);
    assert.ok(Math.abs(result!.coverage - reportedCoverages[index]!) < 0.03);
    assert.ok(result!.accuracy > surest, 'fewer answers, more of them right');
    surest = result!.accuracy;
  });
});

test('scores all faces, with intervals that contain the scores', () => {
  assert.equal(rating.n, 4000);
  assert.equal(
    rating.recalls.reduce((sum, { n }) => sum + n, 0),
    4000,
  );
  for (const score of ['war', 'uar'] as const) {
    const [low, high] = rating.intervals[score];
    assert.ok(low < rating[score] && rating[score] < high);
  }
});
