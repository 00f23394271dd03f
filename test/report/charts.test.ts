import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { barChart } from '../../src/report/charts/bar-chart.ts';
import { inlineChart } from '../../src/report/charts/chart.ts';
import { confusionMatrix } from '../../src/report/charts/confusion-matrix.ts';
import { coverageCurve } from '../../src/report/charts/coverage-curve.ts';
import { heatMap } from '../../src/report/charts/heat-map.ts';
import { intervalPlot } from '../../src/report/charts/interval-plot.ts';
import { lineChart } from '../../src/report/charts/line-chart.ts';
import { reliabilityDiagram } from '../../src/report/charts/reliability-diagram.ts';
import { assertDrawn, assertSelfContained, hostile, skeleton } from './drawing.ts';
import { pixel } from './sample-run.ts';

/** Every chart with arbitrary text, values and numbers of items. */
const charts: Readonly<Record<string, (text: string, value: number, size: number) => string>> = {
  'line chart': (text, value, size) =>
    lineChart({
      title: `Title ${text}`,
      description: text,
      x: text,
      y: text,
      series: Array.from({ length: size }, () => ({
        name: text,
        points: [
          { x: 1, y: value },
          { x: 2, y: 1, band: [0.5, value] as const },
        ],
      })),
      marker: { x: 1, text },
    }),
  'bar chart': (text, value, size) =>
    barChart({
      title: `Title ${text}`,
      description: text,
      measure: text,
      bars: Array.from({ length: size }, () => ({ name: text, value, baseline: value, note: text })),
      baselineName: text,
    }),
  'interval plot': (text, value, size) =>
    intervalPlot({
      title: `Title ${text}`,
      description: text,
      measure: text,
      rows: Array.from({ length: size }, () => ({ name: text, value, interval: [value, 0.9] as const })),
      reference: { value, text },
    }),
  'confusion matrix': (text, value, size) =>
    confusionMatrix({
      title: `Title ${text}`,
      description: text,
      classes: Array.from({ length: size }, () => text),
      confusion: Array.from({ length: size }, () =>
        Array.from({ length: size }, () => (Number.isFinite(value) ? Math.round(value * 10) : 0)),
      ),
    }),
  'reliability diagram': (text, value, size) =>
    reliabilityDiagram({
      title: `Title ${text}`,
      description: text,
      bins: Array.from({ length: size }, (_, index) => ({
        lower: index / size,
        upper: (index + 1) / size,
        n: Number.isFinite(value) ? 3 : 0,
        confidence: value,
        accuracy: value,
      })),
    }),
  'coverage curve': (text, value, size) =>
    coverageCurve({
      title: `Title ${text}`,
      description: text,
      curve: Array.from({ length: size }, (_, index) => ({
        threshold: 1 - index / size,
        coverage: (index + 1) / size,
        accuracy: Number.isFinite(value) ? value : 0,
      })),
    }),
  'heat map': (text, value, size) =>
    heatMap({
      title: `Title ${text}`,
      description: text,
      image: pixel,
      heat: { rows: size, columns: size, values: Array.from({ length: size * size }, (_, index) => index * value) },
    }),
};

test('the XML parser of these tests rejects malformed input', async () => {
  await assert.rejects(
    sharp(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><text>a & b</svg>')).raw().toBuffer(),
  );
});

for (const [name, draw] of Object.entries(charts)) {
  test(`draws a valid, described and self-contained ${name}`, async () => {
    await assertDrawn(draw('happy', 0.5, 7));
  });

  test(`draws a ${name} without data, with a single item and with non-finite values`, async () => {
    for (const size of [0, 1, 2]) {
      for (const value of [0.4, 0, 1, Number.NaN, Number.POSITIVE_INFINITY, null as unknown as number]) {
        const svg = draw('happy', value, size);
        await assertDrawn(svg);
      }
    }
  });

  test(`no text can change the structure of a ${name}`, async () => {
    const shape = skeleton(draw('x', 0.5, 3));
    for (const text of hostile) {
      const svg = draw(text, 0.5, 3);
      await sharp(Buffer.from(svg)).metadata();
      assertSelfContained(svg.replaceAll(/(?<==")[^"]*(?=")/g, (value) => (value.startsWith('data:') ? value : '')));
      assert.deepEqual(skeleton(svg), shape, `of ${JSON.stringify(text)}`);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        assert.deepEqual(skeleton(draw(text, 0.5, 3)), shape);
      }),
      { numRuns: 60 },
    );
  });

  test(`inlining a ${name} removes its style and nothing else`, () => {
    const svg = draw('happy', 0.5, 3);
    const inline = inlineChart(svg).markup;
    assert.match(svg, /<style>.*prefers-color-scheme:dark.*<\/style>/);
    assert.doesNotMatch(inline, /<style|xmlns/);
    assert.equal(inline, svg.replace(/<style>.*<\/style>/, '').replace(' xmlns="http://www.w3.org/2000/svg"', ''));
  });
}
