import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { augmentInto } from '../../../src/data/augment/augment-into.ts';
import { type Augmentation, promptAugmentation } from '../../../src/data/augment/augmentation.ts';
import { noiseImage } from '../made-images.ts';

const side = 16;
const length = 3 * side * side;
const view = (augmentation: Augmentation) =>
  ({ imageSize: side, mean: [0, 0, 0], deviation: [1, 1, 1], augmentation }) as const;

const seen = (augmentation: Augmentation, seed: number, image = noiseImage(side, side, 5)) => {
  const into = new Float32Array(length);
  augmentInto(into, 0, image, view(augmentation), random(seed));
  return into;
};

/** Each variation at once. */
const everything: Augmentation = {
  crop: { scale: [0.7, 1], ratio: [0.85, 1.18] },
  flip: 0.5,
  affine: { probability: 0.7, degrees: 12, translate: 0.06, scale: [0.9, 1.1] },
  jitter: { brightness: 0.3, contrast: 0.3 },
  erase: { probability: 0.25, scale: [0.02, 0.15], ratio: [0.3, 3.3] },
};

test('without augmentation an image of the right size comes through as it is', () => {
  const image = noiseImage(side, side, 5);
  const into = seen({}, 1, image);
  assert.ok(Math.abs(into[7]! - image.data[21]! / 255) < 1e-6);
  assert.ok(Math.abs(into[length - 1]! - image.data.at(-1)! / 255) < 1e-6);
});

test('the same stream gives the same bytes, another one other bytes', () => {
  for (const augmentation of [promptAugmentation, everything]) {
    assert.deepEqual(seen(augmentation, 1), seen(augmentation, 1));
    assert.notDeepEqual(seen(augmentation, 1), seen(augmentation, 2));
  }
});

test('leaves the image that is handed in as it was', () => {
  const image = noiseImage(side, side, 5);
  const before = image.data.slice();
  for (let seed = 0; seed < 20; seed++) seen(everything, seed, image);
  assert.deepEqual(image.data, before);
});

test('writes one image of a batch and no other', () => {
  const into = new Float32Array(3 * length).fill(7);
  augmentInto(into, length, noiseImage(30, 20, 1), view(promptAugmentation), random(1));
  assert.ok(into.subarray(0, length).every((value) => value === 7));
  assert.ok(into.subarray(2 * length).every((value) => value === 7));
  assert.ok(into.subarray(length, 2 * length).every((value) => value >= 0 && value <= 1));
});

test('flips half of the images when asked to', () => {
  const straight = seen({}, 0);
  const same = Array.from({ length: 400 }, (_, seed) => seen({ flip: 0.5 }, seed)[0] === straight[0]).filter(
    Boolean,
  ).length;
  assert.ok(Math.abs(same - 200) < 45, `${same} of 400 stayed`);
});

test('turning one step off leaves what the others draw', () => {
  const { erase: _left, ...withoutErase } = promptAugmentation;
  for (let seed = 0; seed < 40; seed++) {
    const [whole, part] = [seen(promptAugmentation, seed), seen(withoutErase, seed)];
    assert.ok(whole.every((value, at) => value === part[at] || value === 0));
  }
});

test('erased pixels are 0 after normalising, whatever the mean', () => {
  const into = new Float32Array(length);
  const augmentation = { erase: { probability: 1, scale: [0.2, 0.2], ratio: [1, 1] } } as const;
  const image = { width: side, height: side, data: new Uint8Array(length).fill(200) };
  augmentInto(
    into,
    0,
    image,
    { imageSize: side, mean: [0.4, 0.4, 0.4], deviation: [0.2, 0.2, 0.2], augmentation },
    random(1),
  );
  const zeros = into.filter((value) => value === 0).length;
  assert.equal(zeros, 3 * 7 * 7);
});
