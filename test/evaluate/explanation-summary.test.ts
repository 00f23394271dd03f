// Explanations of many faces: means by recognised class, and the contrast of two.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SummedFace, summariseExplanations } from '../../src/evaluate/explanation-summary.ts';

const face = (
  recognised: string,
  values: readonly number[],
  mouth: number,
  more: Partial<SummedFace> = {},
): SummedFace => ({
  ...{ recognised, expression: 'fear', against: 'surprise' },
  margin: { total: 0.2, global: 0.1, local: 0.1, localShare: 0.5 },
  map: { rows: 1, columns: 2, values },
  regions: { shares: { mouth, jaw: 1 - mouth } },
  ...more,
});
const classes = ['neutral', 'surprise', 'fear'];

test('all faces come first, then the classes that were recognised, with means of maps and regions', () => {
  const { groups } = summariseExplanations(
    [face('fear', [1, 0], 1), face('fear', [3, 2], 0.5), face('surprise', [0, 4], 0)],
    classes,
  );
  assert.deepEqual(
    groups.map(({ recognised, faces, map, regions }) => [recognised, faces, map.values, regions.mouth]),
    [
      [undefined, 3, [4 / 3, 2], 0.5],
      ['surprise', 1, [0, 4], 0],
      ['fear', 2, [2, 1], 0.75],
    ],
  );
});

test('where all maps ask the same, the mean map of the one less that of the other is their contrast', () => {
  const { contrast } = summariseExplanations(
    [face('fear', [1, 0], 1), face('fear', [3, 2], 0.5), face('surprise', [0, 4], 0)],
    classes,
  );
  assert.deepEqual(contrast, {
    ...{ expression: 'fear', against: 'surprise', faces: [2, 1] },
    map: { rows: 1, columns: 2, values: [2, -3] },
    regions: { mouth: 0.75, jaw: -0.75 },
  });
});

test('there is no contrast where faces were asked different things, or none is recognised as the other', () => {
  const other = face('surprise', [0, 4], 0, { expression: 'surprise', against: 'neutral' });
  assert.equal(summariseExplanations([face('fear', [1, 0], 1), other], classes).contrast, undefined);
  assert.equal(
    summariseExplanations([face('fear', [1, 0], 1), face('neutral', [1, 0], 1)], classes).contrast,
    undefined,
  );
});
