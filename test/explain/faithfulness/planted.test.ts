// Planted evidence: pairs of drawings that differ in one place, and how much of a map is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { evidencePatches, localisation, plantedPair, plantedTasks } from '../../../src/explain/faithfulness/planted.ts';

for (const task of plantedTasks) {
  test(`${task}: the pictures of a pair differ in a few patches, and are the same again`, () => {
    for (let index = 0; index < 8; index++) {
      const pair = plantedPair(task, index, 48, random(1));
      const inside = evidencePatches(pair, 8).filter(Boolean).length;
      assert.ok(inside > 0 && inside <= 24, `${inside} patches of pair ${index}`);
      assert.deepEqual(plantedPair(task, index, 48, random(1)), pair);
    }
  });
}

test('the mouth is low in the picture, and brows are high', () => {
  const rowsOf = (task: 'mouth' | 'brows') => {
    const rows = Array.from({ length: 8 }, (_, index) =>
      evidencePatches(plantedPair(task, index, 48, random(1)), 8),
    ).flatMap((inside) => inside.flatMap((is, at) => (is ? [Math.floor(at / 8)] : [])));
    return rows.reduce((sum, row) => sum + row, 0) / rows.length;
  };
  assert.ok(rowsOf('mouth') > 4 && rowsOf('brows') < 4, `${rowsOf('mouth')} and ${rowsOf('brows')}`);
});

test('the sticker is not always in one place', () => {
  const places = Array.from({ length: 6 }, (_, index) =>
    evidencePatches(plantedPair('sticker', index, 48, random(1)), 8),
  );
  assert.ok(new Set(places.map((inside) => inside.indexOf(true))).size > 2);
});

test('mass is what of the positive values is inside, rank what of the largest', () => {
  const evidence = [true, true, false, false];
  assert.deepEqual(localisation([3, 1, 4, -2], evidence), { mass: 0.5, rank: 0.5, area: 0.5 });
  assert.deepEqual(localisation([3, 2, 0, 0], evidence), { mass: 1, rank: 1, area: 0.5 });
});

test('a map without positive values has no mass anywhere', () => {
  assert.equal(localisation([-1, -2, 0, 0], [true, false, false, false]).mass, 0);
});
