// Deletion and insertion of a recogniser whose evidence is known: each patch has its weight.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import type { Explainer } from '../../../src/explain/explainer.ts';
import { randomControl, randomOrder } from '../../../src/explain/faithfulness/control-names.ts';
import { area, orderAgreement, removalScores } from '../../../src/explain/faithfulness/curve-scores.ts';
import { type FaceCurves, faceCurves, removalCounts } from '../../../src/explain/faithfulness/curves.ts';

const weights = [0.4, 0.3, 0.2, 0.1];
let asked = 0;

/** The margin is the sum of the weights of the patches that are there. */
const additive = {
  rows: 2,
  columns: 2,
  async without(_pixels: Float32Array, keep: Float32Array) {
    asked += keep.length / 4;
    return Array.from({ length: keep.length / 4 }, (_, face) => [
      weights.reduce((sum, weight, at) => sum + weight * keep[4 * face + at]!, 0),
      0.05,
    ]);
  },
} as unknown as Explainer;

async function curvesOf(maps: Readonly<Record<string, readonly (readonly number[])[]>>) {
  const faces = Object.values(maps)[0]!.length;
  const steps = faceCurves({
    explainer: additive,
    pixels: new Float32Array(faces * 3 * 16),
    questions: Array.from({ length: faces }, () => ({ target: 0, against: 1 })),
    maps,
    removal: 'tokens',
    counts: [1, 2, 3],
    random: random(1),
  });
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

const close = (found: readonly number[], wanted: readonly number[]) => {
  assert.equal(found.length, wanted.length);
  found.forEach((value, at) => {
    assert.ok(Math.abs(value - wanted[at]!) < 1e-6, `${found} is not ${wanted}`);
  });
};

test('the true map loses most first, and gains most first', async () => {
  const [face] = await curvesOf({ own: [weights] });
  close([face!.full, face!.empty], [0.95, -0.05]);
  close(face!.paths.own!.deletion.margin, [0.55, 0.25, 0.05]);
  close(face!.paths.own!.insertion.margin, [0.35, 0.65, 0.85]);
  assert.deepEqual(face!.paths.own!.deletion.kept, [1, 1, 1]);
});

test('states that several maps pass through are computed once', async () => {
  asked = 0;
  await curvesOf({ own: [weights], same: [weights.map((weight) => 2 * weight)] });
  // Whole, none, three of deletion and three of insertion.
  assert.equal(asked, 8);
});

const scoresOf = (faces: readonly FaceCurves[]) =>
  removalScores({
    removal: 'tokens',
    faces,
    shares: [0.25, 0.5, 0.75],
    pairs: [['own', 'reversed']],
    random: random(1),
  });

test('the gap of a map is that of its reverse with the other sign; the gain is their difference', async () => {
  const reversed = weights.toReversed().map((_, at) => -weights[at]!);
  const faces = await curvesOf({
    own: Array.from({ length: 12 }, () => weights),
    reversed: Array.from({ length: 12 }, () => reversed),
  });
  const { maps, gains, full, empty } = scoresOf(faces);
  const [own, other] = maps;
  close([full, empty], [0.95, -0.05]);
  close(own!.curve.deletion, [1, 0.6, 0.3, 0.1, 0]);
  close([own!.deletion, own!.insertion], [0.375, 0.625]);
  close([own!.gap.value, other!.gap.value], [0.25, -0.25]);
  close([gains[0]!.value, ...gains[0]!.interval], [0.5, 0.5, 0.5]);
});

test('random orders become one control, on the faces that have them, and keep their spread', async () => {
  const reversed = weights.toReversed();
  const faces = await curvesOf({
    own: Array.from({ length: 12 }, () => weights),
    [randomOrder(0)]: Array.from({ length: 5 }, () => weights),
    [randomOrder(1)]: Array.from({ length: 5 }, () => reversed),
  });
  const { maps, gains, randomGaps } = removalScores({
    ...{ removal: 'tokens', faces, shares: [0.25, 0.5, 0.75], random: random(1) },
    pairs: [['own', randomControl]],
  });
  assert.deepEqual(
    maps.map(({ name, faces }) => [name, faces]),
    [
      ['own', 12],
      [randomControl, 5],
    ],
  );
  close(randomGaps, [0.25, -0.25]);
  close([maps[1]!.gap.value, gains[0]!.value], [0, 0.25]);
});

test('where none of the face has the larger margin, a map that raises it is still the better one', () => {
  const path = (margin: readonly number[]) => ({ margin, kept: margin.map(() => 1) });
  // The whole face has 0 and none of it 1; the map removes first what speaks for the class.
  const face: FaceCurves = { full: 0, empty: 1, paths: { own: { deletion: path([-0.5]), insertion: path([1.5]) } } };
  const { maps } = removalScores({
    ...{ removal: 'tokens', faces: [face, face], shares: [0.5], pairs: [], random: random(1) },
  });
  close([maps[0]!.gap.value], [1]);
});

test('removals agree on an order of maps, or not', () => {
  const scores = (removal: 'tokens' | 'road', gaps: readonly number[]) => ({
    ...{ removal, shares: [], full: 1, empty: 0, gains: [], randomGaps: [] },
    maps: gaps.map((value, at) => ({
      ...{ name: `map ${at}`, faces: 1, deletion: 0, insertion: 0, gap: { value, interval: [0, 0] as const } },
      ...{ kept: { deletion: [], insertion: [] }, curve: { deletion: [], insertion: [] } },
    })),
  });
  assert.equal(orderAgreement([scores('tokens', [1, 2, 3]), scores('road', [10, 20, 30])])[0]!.tau, 1);
  assert.equal(orderAgreement([scores('tokens', [1, 2, 3]), scores('road', [3, 2, 1])])[0]!.tau, -1);
});

test('numbers of patches are even, distinct, and leave out none and all', () => {
  assert.deepEqual(removalCounts(64, 8), [8, 16, 24, 32, 40, 48, 56]);
  assert.deepEqual(removalCounts(4, 8), [1, 2, 3]);
});

test('the area of a straight line is a half', () => {
  close([area([0, 0.2, 1], [1, 0.8, 0])], [0.5]);
});
