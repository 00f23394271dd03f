import assert from 'node:assert/strict';
import test from 'node:test';
import { scaleLinear, scaleLog } from 'd3-scale';
import fc from 'fast-check';
import { baseAxis, place, spread, ticksOf, valueAxis } from '../../src/report/charts/axes.ts';
import { elements, texts } from './drawing.ts';

test('places ticks according to the scale', () => {
  const scale = scaleLinear([0, 1], [100, 0]);
  assert.deepEqual(
    ticksOf(scale, 2, (value) => `${value}!`),
    [
      { at: 100, text: '0!' },
      { at: 50, text: '0.5!' },
      { at: 0, text: '1!' },
    ],
  );
});

test('a logarithmic scale has few ticks', () => {
  const ticks = ticksOf(scaleLog([0.001, 10], [0, 100]), 4);
  assert.ok(ticks.length >= 3 && ticks.length <= 6, `${ticks.length}`);
});

test('draws a line and a number for each tick', () => {
  const frame = { left: 40, right: 200, top: 10, bottom: 110 };
  const ticks = [
    { at: 20, text: 'a' },
    { at: 60, text: 'b' },
  ];
  const values = valueAxis(frame, ticks)
    .map(({ markup }) => markup)
    .join('');
  assert.deepEqual(
    elements(values, 'line').map(({ x1, x2, y1, y2 }) => [x1, x2, y1, y2]),
    [
      ['40', '200', '20', '20'],
      ['40', '200', '60', '60'],
    ],
  );
  const base = baseAxis(frame, ticks, 'epoch').markup;
  assert.deepEqual(texts(base), ['a', 'b', 'epoch']);
  assert.deepEqual(
    elements(base, 'text').map(({ x }) => x),
    ['20', '60', '200'],
  );
});

test('rounds coordinates to a hundredth', () => {
  assert.equal(place(1 / 3), 0.33);
});

test('moves labels apart, keeping their order and staying in the available room', () => {
  assert.deepEqual(spread([50, 52, 10], 14, 0, 100), [50, 64, 10]);
  assert.deepEqual(spread([98, 99], 14, 0, 100), [86, 100]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 8 }), (places) => {
      const moved = spread(places, 14, 0, 200);
      const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]!);
      order.slice(1).forEach((index, before) => {
        assert.ok(moved[index]! - moved[order[before]!]! >= 14 - 1e-9);
      });
      for (const value of moved) assert.ok(value >= 0 && value <= 200);
    }),
  );
});
