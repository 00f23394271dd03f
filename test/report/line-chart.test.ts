import assert from 'node:assert/strict';
import test from 'node:test';
import { type LineChart, lineChart } from '../../src/report/charts/line-chart.ts';
import { elements, texts } from './drawing.ts';

const given: LineChart = {
  title: 'Loss',
  description: 'Falls',
  x: 'epoch',
  y: 'Nats',
  limits: [0, 10],
  width: 340,
  height: 220,
  series: [
    {
      name: 'train',
      points: [
        { x: 0, y: 10 },
        { x: 5, y: 5 },
        { x: 10, y: 0 },
      ],
    },
  ],
};

const numbers = (path: string) => [...path.matchAll(/-?\d+(\.\d+)?/g)].map(([number]) => Number(number));

test('places points according to the scales: corners and middle of the frame', () => {
  const svg = lineChart(given);
  const axis = elements(svg, 'line').find(({ class: name }) => name === 'axis')!;
  const [left, right, bottom] = [Number(axis.x1), Number(axis.x2), Number(axis.y1)];
  const [x0, y0, x1, y1, x2, y2] = numbers(elements(svg, 'path').at(-1)!.d!);
  assert.deepEqual([x0, x2, y2], [left, right, bottom]);
  assert.equal(y0, 46);
  assert.ok(Math.abs(x1! - (left + right) / 2) < 0.01 && Math.abs(y1! - (46 + bottom) / 2) < 0.01);
});

test('marks points only on short curves', () => {
  assert.equal(elements(lineChart(given), 'circle').length, 3);
  const points = Array.from({ length: 40 }, (_, x) => ({ x, y: x }));
  assert.equal(elements(lineChart({ ...given, series: [{ name: 'a', points }] }), 'circle').length, 0);
});

test('breaks the line at non-finite values', () => {
  const points = [1, 2, Number.NaN, 4, 5].map((y, x) => ({ x, y }));
  const path = elements(lineChart({ ...given, series: [{ name: 'a', points }] }), 'path').at(-1)!.d!;
  assert.equal(path.match(/M/g)!.length, 2);
});

test('labels each curve at its end with its last value, and distinguishes curves without colour', () => {
  const other = {
    name: 'valid',
    points: [
      { x: 0, y: 10 },
      { x: 10, y: 1 },
    ],
  };
  const svg = lineChart({ ...given, series: [...given.series, other] });
  assert.deepEqual(texts(svg).slice(-2), ['train 0', 'valid 1']);
  const dashes = elements(svg, 'path').map(({ class: name }) => /dash-\d/.exec(name!)![0]);
  assert.deepEqual(dashes, ['dash-0', 'dash-1']);
  const [first, second] = elements(svg, 'text').slice(-2);
  assert.ok(Math.abs(Number(first!.y) - Number(second!.y)) >= 14);
});

test('shades the uncertainty band of a curve and includes it in the scale', () => {
  const points = [
    { x: 0, y: 4, band: [3, 5] as const },
    { x: 1, y: 5, band: [2, 40] as const },
  ];
  const { limits: _, ...free } = given;
  const svg = lineChart({ ...free, series: [{ name: 'a', points }] });
  const areas = elements(svg, 'path').filter(({ class: name }) => name!.startsWith('area'));
  assert.equal(areas.length, 1);
  assert.ok(
    numbers(areas[0]!.d!)
      .filter((_, index) => index % 2 === 1)
      .every((y) => y >= 45.9 && y <= 182.1),
  );
});

test('draws powers of ten at equal distances and skips values without a logarithm', () => {
  const { limits: _, ...free } = given;
  const points = [1000, 100, 10, 1, 0, -3].map((y, x) => ({ x, y }));
  const ys = elements(lineChart({ ...free, logarithmic: true, series: [{ name: 'a', points }] }), 'circle').map(
    ({ cy }) => Number(cy),
  );
  assert.equal(ys.length, 4);
  const steps = ys.slice(1).map((y, index) => y - ys[index]!);
  for (const step of steps) assert.ok(Math.abs(step - steps[0]!) < 0.05);
});

test('draws a marker', () => {
  const svg = lineChart({ ...given, marker: { x: 5, text: 'chosen: 5' } });
  const marker = elements(svg, 'line').find(({ class: name }) => name === 'axis dash-2')!;
  assert.equal(marker.x1, elements(svg, 'circle')[1]!.cx);
  assert.ok(texts(svg).includes('chosen: 5'));
});

test('says so when no curve has data', () => {
  assert.ok(texts(lineChart({ ...given, series: [] })).includes('No data'));
});

test('ticks are whole epochs, however few there are', () => {
  const epochs = (count: number) =>
    lineChart({
      ...given,
      series: [{ name: 'loss', points: Array.from({ length: count }, (_, index) => ({ x: index + 1, y: index })) }],
    });
  for (const count of [1, 2, 3, 5, 40]) {
    const marks = [...epochs(count).matchAll(/<text class="muted middle"[^>]*>([^<]*)<\/text>/g)].map(
      ([, text]) => text!,
    );
    assert.ok(marks.length > 0 && marks.every((text) => /^\d+$/.test(text)), `${count}: ${marks}`);
  }
});
