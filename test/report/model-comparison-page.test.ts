// The page that compares two models is self-contained, correct and robust against any text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { compareModels } from '../../src/metrics/model-comparison.ts';
import { differencePlot } from '../../src/report/charts/difference-plot.ts';
import { renderModelComparison } from '../../src/report/pages/model-comparison-page.ts';
import { assertDrawn, assertSelfContained, elements, hostile, skeleton, texts } from './drawing.ts';
import { pixel } from './sample-run.ts';

const faces = {
  classes: ['fear', 'anger', 'absent'],
  labels: [0, 0, 0, 0, 1, 1, 1, 1],
  first: [0, 0, 1, 1, 1, 0, 1, 0],
  second: [0, 0, 0, 0, 1, 1, 0, 0],
};
const found = compareModels(faces, random(1), 200);

const pageOf = (say: (text: string) => string, image?: string) =>
  renderModelComparison({
    names: [say('plain'), say('mine')],
    subtitle: say('two models'),
    found: { ...found, perClass: found.perClass.map((own) => ({ ...own, name: say(own.name) })) },
    classes: faces.classes.map(say),
    byPeople: false,
    disagreements: [{ id: say('3.png'), label: say('fear'), first: say('anger'), second: say('fear') }],
    hardest: [
      {
        id: say('8.png'),
        label: say('anger'),
        image,
        answers: ['A', 'B'].map((by) => ({ by, predicted: say('fear'), confidence: 0.9 })),
      },
    ],
    conditions: { data: say('ck48:') },
  });

test('the page shows the differences, McNemar’s table, each class, the disagreements and the hardest faces', () => {
  const page = pageOf((text) => text);
  assertSelfContained(page);
  assert.match(page, /WAR, B minus A<\/h3><p class="big">\+25\.0</);
  assert.match(page, /Only A right on 1, only B on 3: <strong>p = 0\.625<\/strong>/);
  assert.match(page, /By WAR, the difference may be due to chance: its interval contains 0\./);
  const cells = texts(page, 'td').map((cell) => cell.trim());
  assert.ok(cells.includes('337.5%'), 'right by both: 3, 37.5%');
  assert.ok(cells.includes('✗ anger') && cells.includes('✓ fear'), 'marks, not colours, say who is right');
  assert.ok(cells.includes('fear, 90.0%'), 'the hardest face by name');
  assert.ok(!texts(page, 'th').includes('absent'), 'a class without a face has no row');
  assert.equal(elements(page, 'image').length, 0);
});

test('shows pictures if there are any', () => {
  const page = pageOf((text) => text, pixel);
  assert.equal(elements(page, 'image').length, 1);
  assertSelfContained(page);
});

test('no text can change the structure of the page', () => {
  const plain = skeleton(pageOf((text) => text));
  for (const evil of hostile) assert.deepEqual(skeleton(pageOf((text) => `${text}${evil}`)), plain, evil);
});

test('says that equal models agree, and that the uncertainty is unknown with too few faces', () => {
  const equal = compareModels({ ...faces, second: faces.first }, random(1), 50);
  const page = (given: typeof found) =>
    renderModelComparison({
      names: ['a', 'b'],
      subtitle: '',
      found: given,
      classes: faces.classes,
      byPeople: true,
      disagreements: [],
      hardest: [],
      conditions: {},
    });
  assert.match(page(equal), /The models agree on every face\./);
  const alone = compareModels({ ...faces, groups: faces.labels.map(() => 'she') }, random(1), 50);
  assert.match(page(alone), /By WAR, the uncertainty of the difference is unknown: there are too few people\./);
});

test('a difference is filled if its interval excludes 0, hollow otherwise, with a line at 0', async () => {
  const svg = differencePlot({
    title: 'B minus A',
    measure: 'points',
    description: 'two',
    rows: [
      { name: 'clear', difference: 0.1, interval: [0.02, 0.2] },
      { name: 'not', difference: -0.1, interval: [-0.2, 0.05] },
      { name: 'unknown', difference: Number.NaN, interval: [Number.NaN, Number.NaN] },
    ],
  });
  await assertDrawn(svg);
  const circles = elements(svg, 'circle');
  assert.deepEqual(
    circles.map((circle) => /hollow/.test(circle.class!)),
    [false, true],
  );
  const zero = Number(elements(svg, 'line').find((line) => line.class === 'mark')!.x1);
  assert.ok(Number(circles[0]!.cx) > zero && Number(circles[1]!.cx) < zero);
  assert.deepEqual(
    texts(svg).filter((text) => /^[+−–]/.test(text) && text.includes('.')),
    ['+10.0', '−10.0'],
  );
});
