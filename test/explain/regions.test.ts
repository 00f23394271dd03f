// Regions of an aligned face: the same on both sides, in their places, and shares that add up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faceRegions, patchRegions, regionShares } from '../../src/explain/regions.ts';

for (const side of [7, 8, 14]) {
  test(`of ${side} by ${side} patches every region has some, and left and right are the same`, () => {
    const regions = patchRegions(side, side);
    assert.deepEqual([...new Set(regions)].sort(), [...faceRegions].sort());
    regions.forEach((region, at) => {
      assert.equal(region, regions[at - (at % side) + side - 1 - (at % side)]);
    });
  });
}

test('eyes are where the recipe puts them, and the mouth is below the nose', () => {
  const regions = patchRegions(100, 100);
  assert.equal(regions[35 * 100 + 28], 'eyes');
  assert.equal(regions[35 * 100 + 72], 'eyes');
  assert.ok(regions.indexOf('mouth') > regions.indexOf('nose') && regions.indexOf('nose') > regions.indexOf('brows'));
});

test('shares are of the positive values and sum to 1; without any they are 0', () => {
  const regions = ['eyes', 'eyes', 'mouth', 'background'] as const;
  const shares = regionShares([1, 1, 2, -5], regions);
  assert.deepEqual([shares.eyes, shares.mouth, shares.background], [0.5, 0.5, 0]);
  assert.equal(regionShares([-1, 0, 0, 0], regions).eyes, 0);
});
