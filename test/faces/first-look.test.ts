// Which parts of a picture's finest size are looked at, told by a detector that answers as it is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { MpaferError } from '../../src/core/errors.ts';
import type { Program } from '../../src/engine/engine.ts';
import type { LookOptions } from '../../src/faces/find-options.ts';
import { firstLook } from '../../src/faces/first-look.ts';
import { pyramid } from '../../src/faces/pyramid.ts';
import { noiseImage } from '../data/made-images.ts';

/** A square that the detector sees around a place of what it is shown. */
interface Seen {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly score: number;
}

const picture = noiseImage(640, 480, 1);

/** What is seen in 640 x 480 pixels, and the sizes that the detector was shown, given what it sees in each. */
async function look(seen: Readonly<Record<string, readonly Seen[]>>, options: LookOptions = {}) {
  const shown: string[] = [];
  const detector = {
    async run({ pixels }: { readonly pixels: { readonly shape: readonly number[] } }) {
      const [, height, width] = pixels.shape as [number, number, number];
      const size = `${width}x${height}`;
      shown.push(size);
      const [columns, rows] = [width / 4, height / 4];
      const boxes = new Float32Array(columns * rows * 16);
      const scores = new Float32Array(columns * rows).fill(-20);
      for (const { x, y, side, score } of seen[size] ?? []) {
        const cell = Math.floor(y / 4) * columns + Math.floor(x / 4);
        boxes.set([0, 0, side, side, -side / 5, 0, side / 5, 0], cell * 16);
        scores[cell] = Math.log(score / (1 - score));
      }
      return { boxes: float32(boxes, [1, columns * rows, 16]), scores: float32(scores, [1, columns * rows, 1]) };
    },
  } as unknown as Program<string>;
  const landmarks = {
    run: () => Promise.reject(new MpaferError('host', 'The first look needs no landmarks')),
  } as unknown as Program<string>;
  const detections = await firstLook({ detector, landmarks }, pyramid(picture, 1280, options.minFace ?? 12), options);
  return { shown, detections };
}

const coarse = ['320x256', '160x128', '96x64'];
const all = ['640x480', ...coarse];
const large = { x: 100, y: 100, side: 80, score: 0.9 };

test('a large face for certain, and no trace of another: the finest size is left out', async () => {
  const { shown, detections } = await look({ '320x256': [large] });
  assert.deepEqual(shown, coarse);
  assert.equal(detections.length, 1);
});

test('a trace of a small face: what surrounds it is looked at, and what is seen there is in its place', async () => {
  const trace = { x: 250, y: 60, side: 14, score: 0.06 };
  const { shown, detections } = await look({
    '320x256': [large, trace],
    // The region's corner is at 437, 57: 64 pixels left of and above the trace in the finest size.
    '128x128': [{ x: 62, y: 62, side: 27, score: 0.95 }],
  });
  assert.deepEqual(shown, [...coarse, '128x128']);
  const { box, eyes } = detections.find(({ score }) => Math.abs(score - 0.95) < 1e-3)!;
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  assert.ok(Math.abs(middle[0]! - 500) < 4 && Math.abs(middle[1]! - 120) < 4, middle.join());
  assert.ok(eyes.left.x < eyes.right.x && Math.abs(eyes.left.y - middle[1]!) < 1);
});

test('a region at the edge lies within the picture', async () => {
  const { shown } = await look({ '320x256': [large, { x: 318, y: 238, side: 12, score: 0.5 }] });
  assert.deepEqual(shown, [...coarse, '128x128']);
});

test('what is small and on a large face is a part of it', async () => {
  const { shown } = await look({ '320x256': [large, { x: 120, y: 110, side: 14, score: 0.06 }] });
  assert.deepEqual(shown, coarse);
});

test('no face for certain, small faces all over, or a size that was asked for: all of the finest size', async () => {
  const crowd = Array.from({ length: 60 }, (_, index) => ({
    x: 10 + 30 * (index % 10),
    y: 10 + 38 * Math.floor(index / 10),
    side: 16,
    score: 0.9,
  }));
  assert.deepEqual((await look({ '320x256': [{ ...large, score: 0.7 }] })).shown, [...coarse, '640x480']);
  assert.deepEqual((await look({})).shown, [...coarse, '640x480']);
  assert.deepEqual((await look({ '320x256': crowd })).shown, [...coarse, '640x480']);
  assert.deepEqual((await look({ '320x256': [large] }, { minFace: 12 })).shown, all);
  assert.deepEqual((await look({ '320x256': [large] }, { anyRotation: true })).shown, all);
});
