// Plausibility: where action units are, and how well maps agree with them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionPatches, plausibility } from '../../../src/explain/faithfulness/plausibility.ts';

const meanRow = (inside: readonly boolean[]) => {
  const rows = inside.flatMap((is, at) => (is ? [Math.floor(at / 8)] : []));
  return rows.reduce((sum, row) => sum + row, 0) / rows.length;
};

test('every expression of the codebook has some patches, and not all; neutral has none', () => {
  for (const name of ['happiness', 'surprise', 'sadness', 'fear', 'disgust', 'anger']) {
    const inside = actionPatches(name, 8, 8)!;
    const share = inside.filter(Boolean).length / 64;
    assert.ok(share > 0.05 && share < 0.6, `${name} ${share}`);
    // The same on both sides of the face.
    inside.forEach((is, at) => {
      assert.equal(is, inside[at - (at % 8) + 7 - (at % 8)]);
    });
  }
  assert.equal(actionPatches('neutral', 8, 8), undefined);
});

test('happiness is lower in the face than surprise', () => {
  assert.ok(meanRow(actionPatches('happiness', 8, 8)!) > meanRow(actionPatches('surprise', 8, 8)!));
});

test('a map that is the mask agrees fully, a constant one by the area, faces of other classes do not count', () => {
  const mask = actionPatches('happiness', 8, 8)!.map(Number);
  const outside = mask.map((value) => 1 - value);
  const found = plausibility(['happiness', 'happiness', 'neutral'], { gate: [mask, mask, outside] }, [8, 8]);
  assert.equal(found.faces, 2);
  assert.deepEqual(found.maps.gate, {
    own: { mass: 1, overlap: 1, f1: 1 },
    average: { mass: 1, overlap: 1, f1: 1 },
    faces: 2,
  });
  const constant = plausibility(['happiness'], { gate: [mask.map(() => 1)] }, [8, 8]);
  assert.ok(Math.abs(constant.maps.gate!.own.mass - constant.area) < 1e-12);
});

test('half of the largest patches inside is an F1 of a half and an overlap of a third', () => {
  const inside = actionPatches('happiness', 8, 8)!;
  const count = inside.filter(Boolean).length;
  let [left, right] = [Math.ceil(count / 2), count - Math.ceil(count / 2)];
  const map = inside.map((is) => Number(is ? left-- > 0 : right-- > 0));
  const { own } = plausibility(['happiness'], { gate: [map] }, [8, 8]).maps.gate!;
  assert.ok(Math.abs(own.f1 - Math.ceil(count / 2) / count) < 1e-12);
  assert.ok(Math.abs(own.overlap - own.f1 / (2 - own.f1)) < 1e-12);
});
