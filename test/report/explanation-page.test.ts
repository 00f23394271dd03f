// The page of explanations: maps that are read without colour, one scale for all, and the verdict in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Explanation } from '../../src/evaluate/explanation.ts';
import { explanationMap, mapScale } from '../../src/report/charts/explanation-map.ts';
import { type ExplainedPicture, pictureCharts, renderExplanations } from '../../src/report/pages/explanation-page.ts';

const image = 'data:image/png;base64,iVBORw0KGgo=';
const map = (values: readonly number[]) => ({ rows: 2, columns: 2, values });
const explanation = (values: readonly number[], more: Partial<Explanation> = {}): Explanation => ({
  method: 'gate',
  expression: 'fear',
  against: 'surprise',
  margin: { total: 0.2, global: 0.15, local: 0.05, localShare: 0.25 },
  map: map(values),
  ...more,
});
const picture = (values: readonly number[], more?: Partial<Explanation>): ExplainedPicture => ({
  name: 'a <face>.png',
  image,
  expression: 'fear',
  confidence: 0.6,
  explanation: explanation(values, more),
});

test('a signed scale is symmetric, another one spans the values', () => {
  assert.deepEqual(mapScale([map([0.1, -0.4]), map([0.3, 0])], true), [-0.4, 0.4]);
  assert.deepEqual(mapScale([map([0.1, 0.4]), map([0.3, 0.2])], false), [0.1, 0.4]);
});

test('all maps of a page have one scale: the larger face is the darker one', () => {
  const [small, large] = pictureCharts([picture([0.01, 0, 0, 0]), picture([0.1, 0, 0, 0])]);
  const contours = (svg: string) => svg.match(/<path/g)?.length ?? 0;
  assert.ok(contours(large![0]!) > contours(small![0]!));
  for (const charts of [small!, large!]) assert.match(charts[0]!, />−0\.1 against<.*>0\.1 for<.*>margin \(cosine\)</s);
});

test('for and against differ in colour and in the style of their lines', () => {
  const svg = explanationMap({
    ...{ title: 't', description: 'd', image, map: map([1, -1, 0, 0]), unit: 'cosine', scale: [-1, 1], signed: true },
  });
  assert.match(svg, /fill:#e66101/);
  assert.match(svg, /fill:#2166ac/);
  assert.match(svg, /stroke-dasharray="5 3"/);
});

test('a map of patches has its contrast beside it and frames the patches that were chosen', () => {
  const [charts] = pictureCharts([
    picture([0.1, 0.2, 0.3, 0.4], { method: 'patches', contrast: map([0.1, -0.1, 0, 0]), topPatches: [3, 2] }),
  ]);
  assert.equal(charts!.length, 2);
  assert.equal(charts![0]!.match(/stroke-width:1.2/g)?.length, 2);
  assert.match(charts![1]!, /difference of cosines/);
});

test('a constant map is drawn without contours', () => {
  const [charts] = pictureCharts([picture([0, 0, 0, 0])]);
  assert.doesNotMatch(charts![0]!, /NaN|Infinity/);
});

test('only data URLs are shown', () => {
  assert.throws(() => pictureCharts([{ ...picture([1, 0, 0, 0]), image: 'https://example.org/face.png' }]), {
    code: 'image',
  });
});

test('many faces have a table of regions, mean maps, and the contrast of two expressions', () => {
  const regions = { by: 'geometry', shares: { mouth: 0.75, jaw: 0.25 } } as const;
  const margin = { total: 0.2, global: 0.15, local: 0.05, localShare: 0.25 };
  const group = (faces: number, values: readonly number[], recognised?: string) => ({
    ...{ faces, image, margin, recognised, map: map(values), regions: regions.shares },
  });
  const html = renderExplanations({
    ...{ title: 'Why', subtitle: '3 faces', method: 'gate', more: 0 },
    verdict: { verdict: 'passed', text: 'it passed' },
    pictures: [
      {
        ...picture([1, 0, 0, 0]),
        ...{ regions, label: 'anger' },
        words: { fear: [['afraid', 0.31]], surprise: [['oh<', 0.2]] },
        near: [{ id: 'b.png', label: 'sadness', cosine: 0.9, image }],
      },
    ],
    summary: {
      groups: [group(3, [1, 0, 0, 0]), group(2, [1, 0, 0, 0], 'fear'), group(1, [0, 1, 0, 0], 'surprise')],
      contrast: {
        ...{ expression: 'fear', against: 'surprise', faces: [2, 1], map: map([1, -1, 0, 0]) },
        regions: { mouth: 0.1, jaw: -0.1 },
      },
    },
  });
  assert.match(html, /<th scope="row">all faces<\/th><td>3<\/td><td>25\.0%<\/td><td>75\.0%<\/td><td>25\.0%<\/td>/);
  assert.match(html, /<figcaption>surprise, 1 face<\/figcaption>/);
  assert.match(html, /the mean over 2 faces recognised as fear less that over 1 face recognised as surprise/);
  assert.match(html, /<th scope="row">jaw<\/th><td>−10<\/td>/);
  assert.match(html, /labelled anger/);
  assert.match(html, /oh&lt; 0\.20/);
  assert.match(html, /sadness 0\.900/);
  assert.match(html, /<section id="regions">.*a &lt;face&gt;\.png<\/th><td>fear<\/td><td>geometry<\/td>/s);
});

test('the page gives share and verdict in words, and escapes names', () => {
  const pictures = [picture([1, 0, 0, 0], { method: 'patches' })];
  const shared = { title: 'Why', subtitle: '1 face', method: 'patches', pictures, more: 3 } as const;
  const failed = renderExplanations({ ...shared, verdict: { verdict: 'failed', text: 'it failed' } });
  assert.match(failed, /failed its tests with this run: do not read it as the reason/);
  assert.match(failed, /The map explains 25 % of the margin and is not the reason/);
  assert.match(failed, /a &lt;face&gt;\.png/);
  assert.match(failed, /3 more faces are in explanations\.json/);
  const unknown = renderExplanations({ ...shared, verdict: { verdict: 'not measured', text: 'no record' } });
  assert.match(unknown, /mpafer faithfulness/);
});
