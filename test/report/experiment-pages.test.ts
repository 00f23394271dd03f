// Pages of experiments are self-contained, robust against any text, and list missing results.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CrossEntry } from '../../src/experiments/cross-cells.ts';
import { spreadText } from '../../src/metrics/spread.ts';
import { dotPlot } from '../../src/report/charts/dot-plot.ts';
import { scatterPlot } from '../../src/report/charts/scatter-plot.ts';
import { scoreMatrix } from '../../src/report/charts/score-matrix.ts';
import { renderComparison } from '../../src/report/pages/comparison-page.ts';
import { renderCross } from '../../src/report/pages/cross-page.ts';
import { renderPrototypes } from '../../src/report/pages/prototype-page.ts';
import { renderStress } from '../../src/report/pages/stress-page.ts';
import { assertDrawn, assertSelfContained, elements, hostile, skeleton, texts } from './drawing.ts';

type Say = (text: string) => string;
const plainly: Say = (text) => text;
const pixel = 'data:image/png;base64,AAAA';
const spread = (...values: number[]) => ({
  values,
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  deviation: values.length > 1 ? 0.05 : Number.NaN,
});

const comparison = (say: Say) =>
  renderComparison({
    title: say('Ladder'),
    subtitle: say('ck48'),
    lead: say('Ten faces'),
    rows: ['zero-shot', 'coop'].map((name, index) => ({
      name: say(name),
      about: say('about'),
      isBaseline: index === 0,
      runs: 2,
      war: index === 0 ? spread(0.4) : spread(0.5, 0.6),
      uar: spread(0.3, 0.4),
      lastWar: spread(0.3, 0.4),
    })),
    missing: [say('full-seed3')],
    conditions: { data: say('ck48:') },
  });

const entry = (train: string, onto: string): CrossEntry => ({
  train,
  test: onto,
  war: spread(0.6),
  uar: spread(0.5, 0.7),
  cells: [
    {
      train,
      test: onto,
      seed: 1,
      n: 1200,
      war: 0.6,
      uar: 0.5,
      interval: { war: [0.5, 0.7], uar: [0.4, 0.6] },
      leftOut: { [onto]: 7 },
      seen: 3,
    },
  ],
});

const cross = (say: Say) =>
  renderCross({
    title: say('Cross'),
    subtitle: say('2 on 2'),
    rows: [say('a'), say('b')],
    columns: [say('c'), say('d')],
    entries: [
      [entry(say('a'), say('c')), undefined],
      [entry(say('b'), say('c')), entry(say('b'), say('d'))],
    ],
    framed: [[say('a'), say('c')]],
    missing: [],
    conditions: { split: say('test') },
  });

const stress = (say: Say) =>
  renderStress({
    title: say('Stress'),
    subtitle: say('a run'),
    lines: [
      {
        name: say('dark'),
        about: say('Too little light'),
        points: [0, 1].map((severity) => ({
          severity,
          level: say('light × 0.5'),
          n: 40,
          war: 0.6 - 0.2 * severity,
          uar: 0.5,
          interval: { war: [0.3, 0.7], uar: [0.3, 0.6] },
        })),
        pictures: [pixel, pixel],
      },
    ],
    missing: [],
    conditions: {},
  });

const stage = (name: string) => ({
  name,
  histogram: {
    middles: [0.25, 0.75],
    within: [0.1, 0.9],
    between: [0.8, 0.2],
    withinMean: 0.7,
    betweenMean: 0.3,
    separation: 0.9,
  },
  nearestIsOwn: 0.75,
  map: {
    points: [0, 1, 1].map((label, at) => ({ x: at / 3, y: label / 4, label })),
    marks: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
    explained: [0.5, 0.25] as const,
  },
});

const prototypes = (say: Say) =>
  renderPrototypes({
    title: say('Prototypes'),
    subtitle: say('a run'),
    notice: say('Faces inside'),
    classes: [say('anger'), say('awe')],
    faces: 3,
    stages: [stage(say('plain CLIP')), stage(say('prompted'))],
    nearest: [
      [
        { image: pixel, label: 0, cosine: 0.9 },
        { image: pixel, label: 1, cosine: 0.8 },
      ],
      [],
    ],
    texts: [
      {
        name: say('soft prompts'),
        cosines: [
          [1, 0.25],
          [0.25, 1],
        ],
      },
    ],
    conditions: {},
  });

for (const [name, render] of Object.entries({ comparison, cross, stress, prototypes })) {
  test(`the page of ${name} is self-contained, and its navigation reaches every section`, () => {
    const page = render(plainly);
    assertSelfContained(page);
    assert.doesNotMatch(page, /NaN|undefined|Infinity|\[object/);
    const anchors = elements(page, 'a').map(({ href }) => href!.slice(1));
    assert.deepEqual(
      elements(page, 'section').map(({ id }) => id),
      anchors,
    );
    assert.ok(anchors.includes('limits'));
  });

  test(`no text can change the structure of the page of ${name}`, () => {
    const shape = skeleton(render((text) => `${text}x`));
    for (const evil of hostile) {
      assert.deepEqual(skeleton(render((text) => `${text}x${evil}`)), shape, JSON.stringify(evil));
    }
  });
}

test('missing cells are listed, and the section is omitted if there are none', () => {
  const page = comparison(plainly);
  assert.deepEqual(texts(page, 'code'), ['full-seed3']);
  assert.match(page, /1 cell has not been run/);
  assert.doesNotMatch(cross(plainly), /Missing results/);
  const empty = renderComparison({ title: 'x', subtitle: '', lead: '', rows: [], missing: [], conditions: {} });
  assert.match(empty, /Nothing has been run yet/);
  const bare = renderStress({ title: 'x', subtitle: '', lines: [], missing: ['dark-1'], conditions: {} });
  assert.match(bare, /Nothing has been run yet/);
});

test('the cross matrix frames the own data set and leaves cells that have not been run empty', () => {
  const page = cross(plainly);
  assert.equal(page.match(/class="mark bold"/g)?.length, 2, 'one in each matrix');
  assert.ok(texts(page, 'td').includes('7 c, 3 seen in training'));
  assert.ok(texts(page).includes('–'));
});

test('faces of another class than the prototype are marked in words', () => {
  const page = prototypes(plainly);
  assert.match(page, /✗ labelled <strong>awe<\/strong> 0\.800/);
  assert.equal(page.match(/<h3>anger/g)?.length, 1);
});

test('dots are seeds and the deviation is a line, which a single seed lacks', async () => {
  const rows = [
    { name: 'one', ...spread(0.4) },
    { name: 'three', ...spread(0.5, 0.6, 0.7), isBaseline: true },
  ];
  const svg = dotPlot({ title: 'WAR', description: 'two', measure: 'share', rows });
  await assertDrawn(svg);
  assert.equal(elements(svg, 'circle').length, 4);
  assert.ok(texts(svg).includes('60.0 ± 5.0') && texts(svg).includes('40.0%'));
  await assertDrawn(dotPlot({ title: 'WAR', description: 'none', measure: 'share', rows: [] }));
  assert.equal(spreadText({ mean: 0.5, deviation: Number.NaN }), '50.0%');
});

test('eight classes are distinguishable on a map without colour', async () => {
  const classes = Array.from({ length: 8 }, (_, index) => `class ${index}`);
  const points = classes.map((_, label) => ({ x: label, y: label % 3, label }));
  const svg = scatterPlot({ title: 'Map', under: '', description: 'all', classes, points, marks: points });
  await assertDrawn(svg);
  const shapes = elements(svg, 'path').map(({ d }) => d);
  assert.equal(new Set(shapes.slice(-8)).size, 8);
  await assertDrawn(scatterPlot({ title: 'Map', under: '', description: 'none', classes, points: [] }));
  await assertDrawn(scatterPlot({ title: 'Map', under: '', description: 'one', classes, points: points.slice(0, 1) }));
});

test('draws matrices of one cell, of equal cells and of many narrow cells', async () => {
  const matrix = (n: number, value: (row: number, column: number) => number) => {
    const names = Array.from({ length: n }, (_, index) => `a long name ${index}`);
    const cells = names.map((_, row) => names.map((_, column) => ({ value: value(row, column), text: '0.50' })));
    return scoreMatrix({ title: 'M', under: '', description: 'm', rows: names, columns: names, cells });
  };
  for (const svg of [matrix(1, () => 1), matrix(3, () => 0.5), matrix(14, (row, column) => row * column)]) {
    await assertDrawn(svg);
  }
  await assertDrawn(scoreMatrix({ title: 'M', under: '', description: 'none', rows: [], columns: [], cells: [] }));
});
