import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expressions } from '../../src/data/expressions.ts';
import { learnedShares } from '../../src/pretrain/model/learned-shares.ts';
import { tinyConfiguration, tinyFaces } from './tiny-faces.ts';

const faces = tinyFaces(4);
faces.targets.fill(0);
// Three faces of the first class and one of the second.
for (const [face, label] of [0, 0, 0, 1].entries()) faces.targets[face * 8 + label] = 1;
const sharesAt = (prior?: number) =>
  learnedShares(faces, expressions, tinyConfiguration(prior === undefined ? {} : { adaptStage: { epochs: 1, prior } }));

test('shares of the votes are learned', () => {
  const { neutral, happiness, fear } = sharesAt() as Record<string, number>;
  assert.ok(Math.abs(neutral! - 0.75) < 1e-3 && Math.abs(happiness! - 0.25) < 1e-3 && fear! <= 1e-4 && fear! > 0);
  assert.deepEqual(sharesAt(0), sharesAt());
});

test('an adaptation takes as much of them away as it adds to the scores', () => {
  assert.deepEqual(
    Object.values(sharesAt(1)),
    expressions.map(() => 0.125),
  );
  const half = sharesAt(0.5) as Record<string, number>;
  assert.ok(Math.abs(half.neutral! / half.happiness! - Math.sqrt(3)) < 0.01);
});
