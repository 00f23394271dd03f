import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { contactSheet } from '../../../src/data/check/contact-sheet.ts';
import { drawText, textWidth } from '../../../src/data/check/pixel-font.ts';
import type { Dataset, Sample } from '../../../src/data/dataset.ts';
import { corruptSample, imageFrom, valueAt } from '../made-images.ts';

const grey = (id: string, label: number, value: number, width = 8, height = 8): Sample => ({
  id,
  split: 'train',
  label,
  read: async () => imageFrom(width, height, () => value),
});
const dataset = (samples: readonly Sample[]): Dataset => ({
  name: 'made',
  classes: ['happiness', 'sadness'],
  samples,
  notes: [],
});
const blank = (width: number, height: number) => imageFrom(width, height, () => 255);

test('draws a row for each class, images beside its name', async () => {
  const samples = [...Array.from({ length: 9 }, (_, n) => grey(`a${n}`, 0, 100)), grey('b', 1, 50)];
  const sheet = await contactSheet(dataset(samples), { random: random(1), columns: 3, cell: 40 });
  const margin = sheet.width - 3 * 44;
  const at = (row: number, column: number) => valueAt(sheet, margin + column * 44 + 20, 4 + row * 44 + 20);
  assert.deepEqual([at(0, 0), at(0, 1), at(0, 2)], [100, 100, 100]);
  assert.deepEqual([at(1, 0), at(1, 1)], [50, 255]);
  assert.equal(sheet.height, 4 + 2 * 44);
  // Black dots of the name, left of the images.
  const dots = (top: number) =>
    Array.from({ length: margin * 40 }, (_, n) => valueAt(sheet, n % margin, top + Math.floor(n / margin))).filter(
      (value) => value === 0,
    ).length;
  assert.ok(dots(4) > 100 && dots(48) > 60);
});

test('keeps the aspect ratio of an image, and skips unreadable images', async () => {
  const wide = await contactSheet(dataset([corruptSample(1), grey('wide', 0, 60, 20, 10), corruptSample(2)]), {
    random: random(1),
    columns: 2,
    cell: 40,
  });
  const left = wide.width - 2 * 44;
  assert.deepEqual(
    [valueAt(wide, left + 20, 4 + 20), valueAt(wide, left + 20, 4 + 5), valueAt(wide, left + 64, 24)],
    [60, 255, 255],
  );
});

test('the seed chooses the images', async () => {
  const samples = Array.from({ length: 50 }, (_, n) => grey(`a${n}`, 0, n * 5));
  const draw = async (seed: number) =>
    (await contactSheet(dataset(samples), { random: random(seed), columns: 4, cell: 8 })).data.join();
  assert.equal(await draw(1), await draw(1));
  assert.notEqual(await draw(1), await draw(2));
});

test('draws letters dot by dot, small ones as capitals', () => {
  const rows = (text: string, scale = 1) => {
    const image = blank(textWidth(text, scale), 7 * scale);
    drawText(image, text, 0, 0, scale);
    return Array.from({ length: image.height }, (_, y) =>
      Array.from({ length: image.width }, (_, x) => (valueAt(image, x, y) === 0 ? '#' : '.')).join(''),
    );
  };
  assert.deepEqual(rows('T1'), [
    '#####...#...',
    '..#....##...',
    '..#.....#...',
    '..#.....#...',
    '..#.....#...',
    '..#.....#...',
    '..#....###..',
  ]);
  assert.deepEqual(rows('happy'), rows('HAPPY'));
  assert.notDeepEqual(rows('é'), rows(' '));
  assert.equal(rows('A', 2)[0], '..######....');
  // Every letter is its own.
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -+,./:_'];
  assert.equal(new Set(letters.map((letter) => rows(letter).join())).size, letters.length);
});

test('clips text to the picture', () => {
  const image = blank(4, 4);
  drawText(image, 'HH', -2, -3, 1);
  assert.ok(image.data.includes(0));
});
