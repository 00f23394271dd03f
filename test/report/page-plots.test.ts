import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import sharp from 'sharp';
import { pngOf } from '../../src/platform/node/images/rasterise.ts';
import { barChart } from '../../src/report/charts/bar-chart.ts';
import { inlineChart, standaloneChart } from '../../src/report/charts/chart.ts';
import { pagePlots } from '../../src/report/pages/page-plots.ts';
import { renderReport } from '../../src/report/pages/run-page.ts';
import { assertDrawn, hostile } from './drawing.ts';
import { sampleRun } from './sample-run.ts';

const plots = pagePlots(renderReport(sampleRun()));

suite('the plots of a report', () => {
  test('are all of its charts except faces', () => {
    const page = renderReport(sampleRun());
    const faces = [...page.matchAll(/<section id="(?:faces|hardest)">(.*?)<\/section>/gs)].map(([all]) => all).join('');
    const charts = (markup: string) => markup.split('<svg class="chart"').length - 1;
    assert.ok(charts(faces) > 0);
    assert.equal(plots.length, charts(page) - charts(faces));
  });

  test('have unique names from their section and title', () => {
    const names = plots.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(
      names.every((name) => /^[a-z]+(-[a-z0-9]+)+$/.test(name)),
      names.join(' '),
    );
    for (const wanted of ['result-recall-by-class', 'training-accuracy', 'sets-set-sizes-lac', 'groups-war-by-age']) {
      assert.ok(names.includes(wanted), `${wanted} in ${names.join(' ')}`);
    }
  });

  test('are standalone drawings', async () => {
    for (const { svg } of plots) await assertDrawn(svg);
  });

  test('have valid file names whatever the texts contain', () => {
    for (const evil of hostile) {
      for (const { name } of pagePlots(renderReport(sampleRun((text) => `${text}${evil}`))))
        assert.match(name, /^[a-z0-9-]{1,90}$/);
    }
  });
});

test('extracting an inlined chart restores its file', () => {
  const svg = barChart({ title: 'a < b', description: '"', measure: 'm', bars: [{ name: '&', value: 0.5 }] });
  assert.equal(standaloneChart(inlineChart(svg).markup), svg);
});

test('a PNG has twice the size of its drawing, on white', async () => {
  const { svg } = plots[0]!;
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
  const { data, info } = await sharp(await pngOf(svg))
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height, info.channels], [2 * Number(width), 2 * Number(height), 3]);
  assert.deepEqual([...data.subarray(-3)], [255, 255, 255]);
  assert.equal((await sharp(await pngOf(svg, 1)).metadata()).width, Number(width));
});
