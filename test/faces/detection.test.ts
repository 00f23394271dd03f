import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Detection, overlap, readDetections, withoutDuplicates } from '../../src/faces/detection.ts';
import { enlargedLevel, halved, pyramid } from '../../src/faces/pyramid.ts';
import { boxTurnedBack, turned, turnedBack } from '../../src/faces/quarter-turn.ts';
import { imageFrom, noiseImage, valueAt } from '../data/made-images.ts';

/** One cell's numbers: a box of 40 pixels about (x, y) of the picture, the eyes 8 to each side and 6 above its middle. */
function cellNumbers(cell: number, columns: number, x: number, y: number): number[] {
  const [cellX, cellY] = [((cell % columns) + 0.5) * 4, (Math.floor(cell / columns) + 0.5) * 4];
  const [dx, dy] = [x - cellX, y - cellY];
  return [dx, dy, 40, 40, dx - 8, dy - 6, dx + 8, dy - 6, ...Array(8).fill(0)];
}

function outputs(columns: number, rows: number, faces: Readonly<Record<number, readonly [number, number, number]>>) {
  const boxes = new Float32Array(columns * rows * 16);
  const logits = new Float32Array(columns * rows).fill(-9);
  for (const [cell, [x, y, logit]] of Object.entries(faces)) {
    boxes.set(cellNumbers(Number(cell), columns, x, y), Number(cell) * 16);
    logits[Number(cell)] = logit;
  }
  return [boxes, logits, columns, 0.5] as const;
}

test('a cell is read as a box and two eyes in pixels', () => {
  const [face] = readDetections(...outputs(24, 24, { 100: [60.5, 33.25, 3] }));
  const near = (found: number, expected: number) => assert.ok(Math.abs(found - expected) < 1e-9, `${found}`);
  near(face!.box.x, 40.5);
  near(face!.box.y, 13.25);
  assert.deepEqual([face!.box.width, face!.box.height], [40, 40]);
  near(face!.eyes.left.x, 52.5);
  near(face!.eyes.right.x, 68.5);
  near(face!.eyes.right.y, 27.25);
  assert.ok(Math.abs(face!.score - 1 / (1 + Math.exp(-3))) < 1e-6);
});

test('cells of one face are averaged by their scores; cells of two are two; unlikely ones are none', () => {
  const faces = readDetections(
    ...outputs(24, 24, { 100: [40, 40, 4], 101: [42, 40, 4], 300: [80, 80, 2], 310: [20, 80, -1] }),
  );
  assert.deepEqual(
    faces.map(({ box }) => [box.x + 20, box.y + 20].map((value) => Math.round(value * 100) / 100)),
    [
      [41, 40],
      [80, 80],
    ],
  );
});

test('boxes overlap by what they share of what they cover', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  assert.equal(overlap(box, box), 1);
  assert.equal(overlap(box, { ...box, x: 5 }), 50 / 150);
  assert.equal(overlap(box, { ...box, x: 10 }), 0);
});

test('of two detections with nearly one eye midpoint, the better stays, although their boxes overlap little', () => {
  const at = (x: number, side: number, score: number): Detection => ({
    box: { x: x - side / 2, y: 50 - side / 2, width: side, height: side },
    eyes: { left: { x: x - side / 5, y: 45 }, right: { x: x + side / 5, y: 45 } },
    score,
  });
  const [large, small, neighbour] = [at(50, 60, 0.9), at(52, 28, 0.8), at(120, 60, 0.7)];
  assert.ok(overlap(large.box, small.box) < 0.3);
  assert.deepEqual(withoutDuplicates([large, small, neighbour]), [large, neighbour]);
});

test('levels are halves, down to where a face that fills the picture is found', () => {
  const sides = (width: number, height: number, most = 1280, minFace = 12) =>
    pyramid(
      imageFrom(width, height, () => 7),
      most,
      minFace,
    ).map(({ image }) => [image.width, image.height]);
  assert.deepEqual(sides(640, 480), [
    [640, 480],
    [320, 240],
    [160, 120],
    [80, 60],
  ]);
  assert.deepEqual(sides(300, 200)[0], [300, 200]);
  assert.deepEqual(sides(2600, 1300)[0], [1280, 640]);
  assert.deepEqual(sides(2600, 1300, 2048)[0], [2048, 1024]);
  assert.deepEqual(sides(640, 480, 1280, 48)[0], [320, 240], 'no finer than the smallest face needs');
  assert.deepEqual(sides(5, 1)[0], [5, 1]);
  const [first, second] = pyramid(noiseImage(700, 352, 1), 1280, 12);
  assert.deepEqual([first!.scaleX, first!.scaleY, second!.scaleX, second!.scaleY], [1, 1, 2, 2]);
});

test('a small picture can be searched at twice its size, where small faces need it', () => {
  const enlarged = (width: number, height: number, most = 1280, minFace = 12) => {
    const level = enlargedLevel(
      imageFrom(width, height, () => 7),
      most,
      minFace,
    );
    return level && [level.image.width, level.image.height, level.scaleX];
  };
  assert.deepEqual(enlarged(300, 200), [600, 400, 0.5]);
  assert.deepEqual(enlarged(300, 200, 1280, 16), [450, 300, 300 / 450], 'no finer than the smallest face needs');
  assert.deepEqual(enlarged(500, 300, 800), [800, 480, 500 / 800]);
  assert.equal(enlarged(300, 200, 1280, 24), undefined);
  assert.equal(enlarged(640, 480), undefined, 'it is large enough');
});

test('half a picture is the means of four pixels each', () => {
  const half = halved(imageFrom(5, 2, (x, y) => 10 * x + y));
  assert.deepEqual([half.width, half.height], [2, 1]);
  assert.deepEqual([valueAt(half, 0, 0), valueAt(half, 1, 0)], [6, 26]);
});

test('a quarter turn brings the right edge to the top; points and boxes come back', () => {
  const image = noiseImage(7, 4, 2);
  const quarter = turned(image);
  assert.deepEqual([quarter.width, quarter.height], [4, 7]);
  for (let y = 0; y < 7; y++)
    for (let x = 0; x < 4; x++) {
      const back = turnedBack({ x: x + 0.5, y: y + 0.5 }, image.width);
      assert.equal(valueAt(quarter, x, y), valueAt(image, back.x - 0.5, back.y - 0.5));
    }
  assert.deepEqual(boxTurnedBack({ x: 1, y: 2, width: 2, height: 3 }, 7), { x: 2, y: 1, width: 3, height: 2 });
});
