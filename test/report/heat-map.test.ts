import assert from 'node:assert/strict';
import test from 'node:test';
import { heatMap } from '../../src/report/charts/heat-map.ts';
import { elements } from './drawing.ts';
import { pixel } from './sample-run.ts';

const draw = (values: readonly number[], rows = 7, columns = 7) =>
  heatMap({ title: 't', description: 'd', image: pixel, heat: { rows, columns, values }, side: 140 });

const points = (path: string) =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

test('draws contour lines around the hottest patch, the narrowest for the highest level', () => {
  const values = new Array<number>(49).fill(0);
  // Row 1, column 5 of 7: the centre is at (110, 30) of 140.
  values[1 * 7 + 5] = 1;
  const rings = elements(draw(values), 'path').map(({ d }) => points(d!));
  assert.equal(rings.length, 4);
  const width = (ring: readonly (readonly [number, number])[]) =>
    Math.max(...ring.map(([x]) => x)) - Math.min(...ring.map(([x]) => x));
  for (const ring of rings) {
    for (const [x, y] of ring) assert.ok(Math.hypot(x - 110, y - 30) < 20, `${x}, ${y}`);
  }
  rings.slice(1).forEach((ring, index) => {
    assert.ok(width(ring) < width(rings[index]!));
  });
});

test('does not depend on the unit of the heat', () => {
  const values = Array.from({ length: 49 }, (_, index) => Math.sin(index));
  const other = values.map((value) => 1000 * value - 7);
  assert.equal(draw(other), draw(values));
});

test('shows the face alone when the heat is uniform or unknown', () => {
  for (const svg of [
    draw(new Array<number>(49).fill(3)),
    draw([1, 2, 3]),
    draw(new Array<number>(49).fill(Number.NaN)),
  ]) {
    assert.equal(elements(svg, 'path').length, 0);
    assert.equal(elements(svg, 'image').length, 1);
  }
});

test('rejects anything but a data URL of an image', () => {
  for (const image of [
    'https://example.org/face.png',
    'javascript:alert(1)',
    'data:text/html;base64,AAAA',
    'data:image/svg+xml;base64,AAAA',
    'data:image/png;base64,AAAA" onload="x',
    'face.png',
    '',
  ]) {
    assert.throws(
      () => heatMap({ title: 't', description: 'd', image }),
      { name: 'MpaferError', code: 'image' },
      image,
    );
  }
});
