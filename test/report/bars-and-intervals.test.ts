import assert from 'node:assert/strict';
import test from 'node:test';
import { barChart } from '../../src/report/charts/bar-chart.ts';
import { intervalPlot } from '../../src/report/charts/interval-plot.ts';
import { elements, texts } from './drawing.ts';

const bars = barChart({
  title: 'Recall',
  description: 'd',
  measure: 'm',
  bars: [
    { name: 'happy', value: 1, baseline: 0.5, note: 'of 10' },
    { name: 'fear', value: 0.25, note: 'of 4' },
    { name: 'contempt', value: Number.NaN, note: 'of 0' },
  ],
  baselineName: 'zero-shot',
});

test('bar lengths are proportional to values, on a scale up to 100%', () => {
  const lengths = elements(bars, 'rect').map(({ width }) => Number(width));
  assert.ok(Math.abs(lengths[1]! / lengths[0]! - 0.25) < 1e-3);
  assert.equal(lengths[2], 0);
  const ticks = elements(bars, 'line').filter(({ class: name }) => name === 'rule');
  const [none, all] = [Number(ticks[0]!.x1), Number(ticks.at(-1)!.x1)];
  assert.ok(Math.abs(all - none - lengths[0]!) < 0.02);
  const mark = elements(bars, 'line').findLast(({ class: name }) => name === 'mark bold')!;
  assert.ok(Math.abs(Number(mark.x1) - (none + all) / 2) < 0.02);
});

test('labels each bar with its name, value and note, or a dash for an unknown value', () => {
  const written = texts(bars);
  for (const text of ['happy', '100.0%', 'of 10', '25.0%', 'zero-shot']) assert.ok(written.includes(text), text);
  assert.deepEqual(written.slice(-3), ['contempt', '–', 'of 0']);
});

const plot = intervalPlot({
  title: 'UAR',
  description: 'd',
  measure: 'm',
  rows: [
    { name: 'zero-shot', value: 0.3, interval: [0.2, 0.4], isBaseline: true },
    { name: 'last', value: 0.6, interval: [0.5, 0.7] },
  ],
  reference: { value: 0.25, text: 'guessing' },
});

test('draws points and intervals on a common scale', () => {
  const [first, second] = elements(plot, 'circle').map(({ cx }) => Number(cx));
  const ends = elements(plot, 'path').map(({ d }) => {
    const [, low, high] = /^M([\d.]+),[\d.]+H([\d.]+)/.exec(d!)!;
    return [Number(low), Number(high)] as const;
  });
  assert.ok(Math.abs((ends[0]![0] + ends[0]![1]) / 2 - first!) < 0.02);
  const unit = (second! - first!) / 0.3;
  assert.ok(Math.abs(ends[1]![1] - ends[1]![0] - unit * 0.2) < 0.05);
  const reference = elements(plot, 'line').find(({ class: name }) => name === 'axis dash-2')!;
  assert.ok(Math.abs(first! - Number(reference.x1) - unit * 0.05) < 0.05);
});

test('draws baselines hollow', () => {
  assert.deepEqual(
    elements(plot, 'circle').map(({ class: name }) => name),
    ['line-0 bold hollow', 'line-0 bold fill'],
  );
});
