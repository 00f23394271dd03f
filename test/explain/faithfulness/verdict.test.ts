// Verdicts: a map that fails one test has failed, and the test that it failed is named.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averageOf, centreControl } from '../../../src/explain/faithfulness/control-names.ts';
import type { FaithfulnessStudy } from '../../../src/explain/faithfulness/study.ts';
import { verdicts } from '../../../src/explain/faithfulness/verdict.ts';

type Change = Partial<{
  /** Lower end of the gain over the class average, by imputation. */
  gain: number;
  tau: number;
  /** The gap of the best random order. */
  best: number;
  randomised: number;
  classes: number;
  mass: number;
  accuracy: number;
}>;

function study({
  gain = 0.3,
  tau = 0.9,
  best = 0.04,
  randomised = 0.05,
  classes = 0.1,
  mass = 0.5,
  accuracy = 1,
}: Change = {}): FaithfulnessStudy {
  const removal = (name: 'tokens' | 'road', low: number) => ({
    ...{ removal: name, shares: [0, 1], full: 1, empty: 0, randomGaps: [0.02, best] },
    maps: [
      {
        ...{
          name: 'gate',
          faces: 500,
          deletion: 0.2,
          insertion: 0.7,
          gap: { value: 0.5, interval: [0.4, 0.6] as const },
        },
        ...{ kept: { deletion: [], insertion: [] }, curve: { deletion: [], insertion: [] } },
      },
    ],
    gains: ['random', centreControl, averageOf('gate')].map((over) => ({
      ...{ map: 'gate', over, value: 0.5, interval: [over === averageOf('gate') ? low : 0.4, 0.9] as const },
    })),
  });
  return {
    methods: ['gate'],
    ...{ faces: 500, accuracy: 0.7, localShare: 0.3 },
    removals: [removal('tokens', 0.3), removal('road', gain)],
    agreement: [{ removals: ['tokens', 'road'], tau }],
    randomised: {
      ...{ faces: 100, level: { gate: 0.02 }, entropy: {} },
      stages: [
        { name: 'text features', correlation: { gate: 0.9 } },
        { name: 'tower', correlation: { gate: randomised } },
      ],
    },
    classes: { faces: 100, correlation: { gate: classes } },
    planted: [
      {
        task: 'mouth',
        made: 64,
        tested: 64,
        accuracy,
        area: 0.13,
        maps: { gate: { mass, massInterval: [mass - 0.05, mass + 0.05], rank: 0.5 } },
      },
    ],
    stability: { faces: 100, changes: {} },
    plausibility: { faces: 0, area: 0, maps: {} },
    regions: { faces: 100, correlation: {}, shares: {}, area: {}, losses: {} },
  };
}

const failed = (change: Change) =>
  verdicts(study(change))[0]!
    .tests.filter(({ passed }) => !passed)
    .map(({ name }) => name);

test('a map that passes every test has passed', () => {
  const [map] = verdicts(study());
  assert.equal(map!.passed, true);
  assert.equal(map!.tests.length, 7);
});

test('each test can fail on its own, and fails the map', () => {
  for (const [change, name] of [
    [{ gain: -0.01 }, "beats other people's class average"],
    [{ best: 0.5 }, 'beats random orders'],
    [{ tau: 0.5 }, 'removals agree'],
    [{ randomised: 0.2 }, 'depends on the weights'],
    [{ classes: 0.8 }, 'depends on the class'],
    [{ mass: 0.15 }, 'finds planted evidence'],
  ] as const) {
    assert.deepEqual(failed(change), [name]);
    assert.equal(verdicts(study(change))[0]!.passed, false);
  }
});

test('evidence that the tower does not see says nothing about a map', () => {
  assert.deepEqual(failed({ accuracy: 0.6, mass: 0.01 }), []);
  assert.ok(!verdicts(study({ accuracy: 0.6 }))[0]!.tests.some(({ name }) => name === 'finds planted evidence'));
});

test('one way of removing patches alone is not enough', () => {
  const [map] = verdicts({ ...study(), agreement: [] });
  assert.equal(map!.passed, false);
});

test('the numbers are in the text', () => {
  const { tests } = verdicts(study())[0]!;
  assert.match(tests[0]!.text, /; gaps of 2 random orders: tokens \+0\.02 to \+0\.04, road \+0\.02 to \+0\.04$/);
  assert.equal(tests[2]!.text, 'tokens +0.50 [+0.30, +0.90], road +0.50 [+0.30, +0.90]');
  assert.equal(tests.at(-1)!.text, 'mouth 50 % of the map on 13 % of the face');
});
