import assert from 'node:assert/strict';
import test from 'node:test';
import { confusionMatrix } from '../../src/report/charts/confusion-matrix.ts';
import { dark, light, type Palette } from '../../src/report/charts/palette.ts';
import { type Attributes, elements, texts } from './drawing.ts';

const draw = (classes: readonly string[], confusion: readonly (readonly number[])[]) =>
  confusionMatrix({ title: 'Confusion', description: 'd', classes, confusion });

test('each cell shows its percentage of the row and its count, with truth by row', () => {
  const svg = draw(
    ['happy', 'sad'],
    [
      [30, 10],
      [0, 5],
    ],
  );
  assert.deepEqual(texts(svg).slice(2), ['happy', 'sad', 'happy', '75', '30', '25', '10', 'sad', '0', '100', '5']);
  assert.match(svg, /<title>happy predicted as sad: 10 of 40, 25\.0%<\/title>/);
  const cells = elements(svg, 'rect');
  assert.equal(cells.length, 4);
  assert.equal(cells[0]!.y, cells[1]!.y);
  assert.equal(cells[0]!.x, cells[2]!.x);
  assert.deepEqual(
    cells.map(({ class: name }) => name),
    ['fill', 'fill-warm', 'fill-warm', 'fill'],
  );
});

test('a class without faces has dashes', () => {
  const svg = draw(
    ['happy', 'sad'],
    [
      [1, 0],
      [0, 0],
    ],
  );
  assert.deepEqual(texts(svg).slice(-2), ['–', '–']);
});

test('omits counts, then percentages, as cells get small, and stays inside the drawing', () => {
  for (const size of [1, 7, 11, 14, 30, 100]) {
    const names = Array.from({ length: size }, (_, index) => `class ${index}`);
    const svg = draw(
      names,
      names.map(() => names.map(() => 1)),
    );
    const [{ width, height }] = elements(svg, 'svg') as [Attributes];
    for (const cell of elements(svg, 'rect')) {
      assert.ok(Number(cell.x) + Number(cell.width) <= Number(width) + 0.01);
      assert.ok(Number(cell.y) + Number(cell.height) <= Number(height) + 0.01);
    }
    const numbers = texts(svg).length - 2 - 2 * size;
    assert.equal(numbers, size <= 7 ? 2 * size * size : size <= 14 ? size * size : 0, `${size} classes`);
  }
});

const channels = (colour: string) => [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));

/** Relative luminance by WCAG 2. */
const luminance = (rgb: readonly number[]) => {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
};

const contrast = (a: readonly number[], b: readonly number[]) => {
  const [bright, deep] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright! + 0.05) / (deep! + 0.05);
};

const inkOf = (classes: string, palette: Palette) => {
  if (classes.includes('on-accent')) return palette.onAccent;
  if (classes.includes('on-middle')) return palette.onMiddle;
  return classes.includes('muted') ? palette.muted : palette.ink;
};

for (const [name, palette] of Object.entries({ light, dark })) {
  test(`numbers are readable in every cell, ${name}`, () => {
    for (let part = 0; part <= 100; part++) {
      const svg = draw(
        ['a', 'b'],
        [
          [part, 100 - part],
          [part, 100 - part],
        ],
      );
      const cells = elements(svg, 'rect');
      const numbers = [...svg.matchAll(/<rect[^>]*\/><text class="([^"]*)"/g)].map(([, kind]) => kind!);
      assert.equal(numbers.length, 4);
      cells.forEach((cell, index) => {
        const fill = channels(cell.class === 'fill' ? palette.accent : palette.warm);
        const opacity = Number(cell['fill-opacity']);
        const ground = channels(palette.ground).map((value, at) => value * (1 - opacity) + fill[at]! * opacity);
        const found = contrast(ground, channels(inkOf(numbers[index]!, palette)));
        assert.ok(found >= 3.5, `${part}% in a cell of ${cell.class}: contrast ${found.toFixed(2)}`);
      });
    }
  });

  test(`text and lines are readable on the page, ${name}`, () => {
    const ground = channels(palette.ground);
    for (const colour of [palette.ink, palette.muted, palette.accent, palette.warm, ...palette.series]) {
      assert.ok(contrast(ground, channels(colour)) >= 4.5, `${colour}: ${contrast(ground, channels(colour))}`);
    }
  });
}
