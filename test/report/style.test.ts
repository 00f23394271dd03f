import assert from 'node:assert/strict';
import test from 'node:test';
import sharp from 'sharp';
import { barChart } from '../../src/report/charts/bar-chart.ts';
import { chartStyle } from '../../src/report/charts/chart-style.ts';
import { light } from '../../src/report/charts/palette.ts';
import { pageStyle } from '../../src/report/pages/page-style.ts';
import { renderReport } from '../../src/report/pages/run-page.ts';
import { sampleRun } from './sample-run.ts';

test('is dark only on screens, never in print', () => {
  for (const style of [chartStyle, pageStyle]) {
    assert.match(style, /@media screen and \(prefers-color-scheme:dark\)/);
    assert.doesNotMatch(style, /@media \(prefers-color-scheme:dark\)/);
  }
});

test('charts use no custom properties, which rasterisers do not support', () => {
  assert.doesNotMatch(chartStyle, /var\(|--/);
});

test('braces are balanced, so that no rule swallows the next', () => {
  for (const style of [chartStyle, pageStyle]) {
    let depth = 0;
    for (const character of style) {
      depth += character === '{' ? 1 : character === '}' ? -1 : 0;
      assert.ok(depth >= 0 && depth <= 2);
    }
    assert.equal(depth, 0);
  }
});

test('defines every class that the pages use', () => {
  const used = [...renderReport(sampleRun()).matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names!.split(/\s+/));
  // Classes without rules: a solid line, and names of table kinds.
  const plain = new Set(['', 'dash-0', 'number']);
  for (const name of new Set(used)) {
    assert.ok(plain.has(name) || pageStyle.includes(`.${name}`), `.${name} has no rule`);
  }
});

test('a rasteriser outside a browser draws charts in their colours', async () => {
  const svg = barChart({ title: 't', description: 'd', measure: 'm', bars: [{ name: 'a', value: 1 }] });
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const wanted = [1, 3, 5].map((start) => Number.parseInt(light.accent.slice(start, start + 2), 16));
  let found = 0;
  for (let pixel = 0; pixel < info.width * info.height; pixel++) {
    if (wanted.every((value, channel) => data[pixel * info.channels + channel] === value)) found += 1;
  }
  // The bar is 16 units high and about 300 long.
  assert.ok(found > 16 * 200, `${found} pixels`);
});
