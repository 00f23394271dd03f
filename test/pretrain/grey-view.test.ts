import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { greyView, plainView, type ViewOptions } from '../../src/pretrain/batches/grey-view.ts';

const still: ViewOptions = {
  degrees: 0,
  zoom: 0,
  shift: 0,
  brightness: 0,
  contrast: 0,
  erase: 0,
  erased: [0.1, 0.1],
};
const size = 6;
const face = Uint8Array.from({ length: 2 * size * size }, (_, pixel) => (pixel * 7) % 251);
const view = (options: Partial<ViewOptions>, seed = 1, offset = 0) => {
  const into = new Float32Array(size * size);
  greyView(face, offset, size, { ...still, ...options }, random(seed), into);
  return into;
};

test('without augmentation a view is the face or its mirror image', () => {
  const plain = new Float32Array(size * size);
  plainView(face, size * size, size, plain);
  const mirrored = plain.map((_, pixel) => plain[Math.floor(pixel / size) * size + size - 1 - (pixel % size)]!);
  const seen = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const found = [...view({}, seed, size * size)].map(Math.round).join();
    assert.ok(found === plain.join() || found === mirrored.join());
    seen.add(found);
  }
  assert.equal(seen.size, 2);
});

test('rotation, scaling and shifts only use pixels of the face', () => {
  for (let seed = 0; seed < 50; seed++)
    for (const value of view({ degrees: 40, zoom: 0.4, shift: 0.3 }, seed)) assert.ok(value >= 0 && value <= 250);
});

test('brightness shifts all pixels equally', () => {
  const [plain, lit] = [view({}, 3), view({ brightness: 0.2 }, 3)];
  const shifts = lit.map((value, pixel) => value - plain[pixel]!);
  assert.ok(Math.max(...shifts) - Math.min(...shifts) < 1e-3);
  assert.ok(Math.abs(shifts[0]!) <= 0.2 * 255);
  assert.notEqual(shifts[0], 0);
});

test('erasing covers a box with one grey', () => {
  const [plain, covered] = [view({}, 4), view({ erase: 1, erased: [0.25, 0.25] }, 4)];
  const changed = [...covered].filter((value, pixel) => Math.abs(value - plain[pixel]!) > 1e-6);
  assert.ok(changed.length >= 4 && changed.length <= 18, `${changed.length}`);
  assert.equal(new Set(changed).size, 1);
});

test('equal streams give equal views, different streams different ones', () => {
  const options = { degrees: 15, zoom: 0.1, shift: 0.1, brightness: 0.1, contrast: 0.2, erase: 0.5 };
  assert.deepEqual(view(options, 5), view(options, 5));
  assert.notDeepEqual(view(options, 5), view(options, 6));
});
