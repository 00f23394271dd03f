import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { RgbImage } from '../../../src/core/image.ts';
import { random } from '../../../src/core/random.ts';
import { transformed } from '../../../src/data/augment/affine.ts';
import { flipped } from '../../../src/data/augment/flip.ts';
import { align } from '../../../src/data/check/align.ts';
import { checkDataset } from '../../../src/data/check/check-dataset.ts';
import { mergedNames } from '../../../src/data/check/merged-names.ts';
import { reducedGreys } from '../../../src/data/check/perceptual-hash.ts';
import { signatureLength, signatureOver } from '../../../src/data/check/signature.ts';
import { signatureIndex } from '../../../src/data/check/signature-index.ts';
import { transformedTwins } from '../../../src/data/check/transformed-twins.ts';
import { sampleWindow, thumbnailSide, upright } from '../../../src/data/check/window.ts';
import type { Dataset, Sample, Split } from '../../../src/data/dataset.ts';

/** A picture of 48 x 48 with structure at every scale: sums of random waves, another for each number. */
function picture(number: number): RgbImage {
  const draws = random(number).split('waves');
  const waves = Array.from({ length: 24 }, (_, wave) => {
    const frequency = 0.05 + (wave / 24) * 0.6;
    const angle = 2 * Math.PI * draws.uniform();
    return {
      x: frequency * Math.cos(angle),
      y: frequency * Math.sin(angle),
      phase: 7 * draws.uniform(),
      size: 1 / (1 + wave / 6),
    };
  });
  const data = new Uint8Array(48 * 48 * 3);
  for (let at = 0; at < 48 * 48; at++) {
    const [x, y] = [at % 48, Math.floor(at / 48)];
    const value = waves.reduce((sum, wave) => sum + wave.size * Math.sin(wave.x * x + wave.y * y + wave.phase), 0);
    data.fill(Math.min(Math.max(128 + 18 * value, 0), 255), at * 3, at * 3 + 3);
  }
  return { width: 48, height: 48, data };
}
const turned = (image: RgbImage, degrees: number, scale = 1, shift = 0) =>
  transformed(image, { degrees, scale, shiftX: shift, shiftY: -shift });
const thumbnail = (image: RgbImage) => Uint8Array.from(reducedGreys(image, thumbnailSide, thumbnailSide), Math.round);

const pictures = Array.from({ length: 60 }, (_, number) => picture(number));
const sample = (id: string, split: Split, image: RgbImage, label = 0): Sample => ({
  id,
  split,
  label,
  read: async () => image,
});
const dataset = (samples: readonly Sample[]): Dataset => ({
  name: 'made',
  classes: ['happiness', 'sadness'],
  samples,
  notes: [],
});
async function check(samples: readonly Sample[]) {
  const work = checkDataset(dataset(samples));
  for (;;) {
    const step = await work.next();
    if (step.done) return step.value;
  }
}
const training = pictures.map((image, number) => sample(`${number}.png`, 'train', image, number % 2));

suite('leaks: copies that were transformed', () => {
  test('a mirrored, a turned and a cropped copy in the test split are found, each as its kind', async () => {
    const { duplicates } = await check([
      ...training,
      sample('mirror.png', 'test', flipped(pictures[3]!), 1),
      sample('turned.png', 'test', turned(pictures[4]!, 8)),
      sample('back.png', 'valid', turned(pictures[6]!, -5)),
      sample('cropped.png', 'test', turned(pictures[5]!, 0, 1.1, 2), 0),
      sample('other.png', 'test', picture(1000)),
    ]);
    const { rule, examples, ...found } = duplicates.transformed!;
    assert.deepEqual(found, {
      pairs: 4,
      kinds: { mirror: 1, turned: 2, cropped: 1 },
      leaks: { train: 4, valid: 1, test: 3 },
      differentLabels: 1,
    });
    assert.deepEqual(
      examples.map(({ first, second, kind }) => [first, second, kind]),
      [
        ['3.png', 'mirror.png', 'mirror'],
        ['4.png', 'turned.png', 'turned'],
        ['5.png', 'cropped.png', 'cropped'],
        ['6.png', 'back.png', 'turned'],
      ],
    );
    assert.ok(
      Math.abs(Math.abs(examples[1]!.degrees) - 8) < 1 && examples.every(({ correlation }) => correlation > 0.96),
    );
    assert.match(rule, /^mirrored, turned by up to about 10 degrees or cropped/);
  });

  test('copies that are mirrored, turned and cropped at once are found', async () => {
    const copies = [0, 1, 2, 3, 4, 5, 6, 7].map((number) =>
      sample(`copy ${number}`, 'test', turned(flipped(pictures[number]!), number % 2 === 0 ? 6 : -9, 1.06, 1)),
    );
    const { kinds, pairs } = (await check([...training, ...copies])).duplicates.transformed!;
    assert.deepEqual([pairs, kinds.mirror], [8, 8]);
  });

  test('copies inside a split, near twins and different pictures are not reported', async () => {
    const darker = { ...pictures[8]!, data: pictures[8]!.data.map((value) => value * 0.9) };
    const { duplicates } = await check([
      ...training,
      sample('inside.png', 'train', flipped(pictures[3]!)),
      sample('near.png', 'test', darker),
      ...Array.from({ length: 30 }, (_, number) => sample(`new ${number}`, 'test', picture(2000 + number))),
    ]);
    assert.equal(duplicates.near.groups, 1);
    assert.equal(duplicates.transformed!.pairs, 0);
  });

  test('exact copies in several splits count as one picture, and each of them as leaked', async () => {
    const { duplicates } = await check([
      ...training,
      sample('again.png', 'train', pictures[3]!),
      sample('mirror.png', 'test', flipped(pictures[3]!)),
      sample('mirror 2.png', 'valid', flipped(pictures[3]!)),
    ]);
    const { pairs, leaks } = duplicates.transformed!;
    assert.deepEqual([pairs, leaks], [1, { train: 2, valid: 1, test: 1 }]);
  });

  test('blank pictures are not copies of each other', () => {
    const blank = new Uint8Array(thumbnailSide ** 2).fill(90);
    const work = transformedTwins([
      { thumbnail: blank, splits: new Set(['train']) },
      { thumbnail: blank, splits: new Set(['test']) },
    ]);
    let step = work.next();
    while (!step.done) step = work.next();
    assert.deepEqual(step.value, []);
  });

  test('alignment recovers the turn, the scale and the shift', () => {
    const copy = turned(pictures[7]!, 6, 1.08, 1.2);
    const { placement, correlation } = align(thumbnail(pictures[7]!), thumbnail(copy), upright);
    assert.ok(correlation > 0.97, `${correlation}`);
    assert.ok(Math.abs(Math.abs(placement.degrees) - 6) < 0.7 && Math.abs(placement.scale - 1.08) < 0.02);
    assert.ok(Math.abs(Math.abs(placement.x) - 0.05) < 0.02, `${placement.x}`);
  });

  test('a mirrored window of a mirrored picture is the window of the picture', () => {
    const [window, other] = [new Float32Array(100), new Float32Array(100)];
    sampleWindow(thumbnail(pictures[1]!), upright, 10, window);
    sampleWindow(thumbnail(flipped(pictures[1]!)), { ...upright, mirror: true }, 10, other);
    window.forEach((value, index) => {
      assert.ok(Math.abs(value - other[index]!) < 0.02);
    });
  });

  test('the index finds what a comparison of all signatures finds close', () => {
    const thumbnails = Array.from({ length: 400 }, (_, number) => thumbnail(picture(number)));
    const signature = signatureOver(thumbnails);
    const signatures = new Float32Array(thumbnails.length * signatureLength);
    thumbnails.forEach((own, number) => {
      signature(own, upright, signatures, number * signatureLength);
    });
    const index = signatureIndex(signatures, thumbnails.length);
    const query = new Float32Array(signatureLength);
    let hits = 0;
    for (let number = 0; number < 100; number++) {
      signature(thumbnails[number]!, { ...upright, degrees: 2, x: 0.02 }, query, 0);
      let isFound = false;
      index.search(query, 0.8, (found, cosine) => {
        assert.ok(cosine >= 0.8);
        isFound ||= found === number;
      });
      if (isFound) hits += 1;
    }
    assert.ok(hits >= 97, `${hits} of 100`);
  });
});

suite('degenerate folders: names that mean one class', () => {
  const merged = [
    sample('train/happy/1.png', 'train', pictures[0]!),
    sample('train/Happy/1.png', 'train', pictures[0]!),
    sample('test/joy/9.png', 'test', pictures[0]!),
    sample('train/joy/2.png', 'train', pictures[1]!),
    sample('train/joy/3.png', 'train', pictures[1]!),
    sample('train/sad/1.png', 'train', pictures[2]!, 1),
  ];

  test('merged folders are named, with the copies that occur under several of them', async () => {
    assert.deepEqual((await check(merged)).merged, [
      { className: 'happiness', names: ['Happy', 'happy', 'joy'], duplicates: 1 },
    ]);
  });

  test('one folder per class is nothing to report', async () => {
    assert.equal((await check(merged.slice(3))).merged, undefined);
    assert.deepEqual(mergedNames(dataset([sample('happy.png', 'train', pictures[0]!)]), []), []);
  });
});
