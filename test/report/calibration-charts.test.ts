import assert from 'node:assert/strict';
import test from 'node:test';
import { coverageCurve } from '../../src/report/charts/coverage-curve.ts';
import { reliabilityDiagram } from '../../src/report/charts/reliability-diagram.ts';
import { elements, texts } from './drawing.ts';

const bin = (index: number, n: number, confidence: number, accuracy: number) => ({
  lower: index / 5,
  upper: (index + 1) / 5,
  n,
  confidence,
  accuracy,
});

test('calibrated bins are on the diagonal and overconfident ones below it', () => {
  const svg = reliabilityDiagram({
    title: 'Reliability',
    description: 'd',
    bins: [bin(2, 10, 0.5, 0.5), bin(3, 5, 0.7, 0.4), bin(4, 0, Number.NaN, Number.NaN)],
  });
  const diagonal = elements(svg, 'line').find(({ class: name }) => name === 'axis dash-2')!;
  const on = (x: number) => {
    const part = (x - Number(diagonal.x1)) / (Number(diagonal.x2) - Number(diagonal.x1));
    return Number(diagonal.y1) + part * (Number(diagonal.y2) - Number(diagonal.y1));
  };
  const [first, second] = elements(svg, 'circle').map(({ cx, cy }) => ({ x: Number(cx), y: Number(cy) }));
  assert.equal(elements(svg, 'circle').length, 2);
  assert.ok(Math.abs(first!.y - on(first!.x)) < 0.02);
  assert.ok(second!.y > on(second!.x) + 20);
});

test('sizes bars and dots by their number of faces', () => {
  const svg = reliabilityDiagram({ title: 't', description: 'd', bins: [bin(2, 10, 0.5, 0.5), bin(3, 5, 0.7, 0.4)] });
  const [tall, low] = elements(svg, 'rect').map(({ height }) => Number(height));
  assert.ok(Math.abs(tall! / low! - 2) < 0.01);
  const [large, small] = elements(svg, 'circle').map(({ r }) => Number(r));
  assert.ok(large! > small!);
});

test('draws the bins before scaling hollow and dashed', () => {
  const bins = [bin(2, 10, 0.5, 0.5)];
  const svg = reliabilityDiagram({ title: 't', description: 'd', bins, before: bins });
  assert.ok(elements(svg, 'circle').some(({ class: name }) => name === 'line-1 hollow'));
  assert.ok(elements(svg, 'polyline').some(({ class: name }) => name!.includes('dash-1')));
});

const curve = Array.from({ length: 1000 }, (_, index) => ({
  threshold: 1 - index / 2000,
  coverage: (index + 1) / 1000,
  accuracy: 1 - (index + 1) / 4000,
}));

test('labels accuracy and threshold at a coverage of 50%, 80% and 100%', () => {
  const svg = coverageCurve({ title: 't', description: 'd', curve });
  const written = texts(svg);
  for (const text of ['87.5%', '80.0%', '75.0%', '≥ 0.500']) assert.ok(written.includes(text), text);
  const [half, , all] = elements(svg, 'circle').map(({ cx }) => Number(cx));
  const axis = elements(svg, 'line').findLast(({ class: name, x1, x2 }) => name === 'axis' && x1 !== x2)!;
  assert.equal(all, Number(axis.x2));
  assert.ok(Math.abs(half! - (Number(axis.x1) + Number(axis.x2)) / 2) < 0.02);
});

test('thins out a curve of many faces but keeps its end', () => {
  const path = elements(coverageCurve({ title: 't', description: 'd', curve }), 'path')[0]!.d!;
  assert.ok(path.split('L').length <= 202);
  assert.ok(path.endsWith(elements(coverageCurve({ title: 't', description: 'd', curve }), 'circle').at(-1)!.cy!));
});
