// The timeline's picture: a named band for each class and person, gaps left empty, cuts marked; and its page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Timeline } from '../../src/evaluate/timeline.ts';
import { timelineChart } from '../../src/report/charts/timeline-chart.ts';
import { renderTimeline, timelineCaption } from '../../src/report/pages/timeline-page.ts';

const timeline: Timeline = {
  classes: ['neutral', 'happiness', '<anger>'],
  times: [0, 1, 2, 3, 4],
  cuts: [3],
  people: [
    { id: 1, frames: 3, mean: [0.2, 0.7, 0.1], values: [[0, 1, 0], [0, 1, 0], undefined, undefined, [0.6, 0.1, 0.3]] },
    { id: 4, frames: 1, mean: [0.9, 0.1, 0], values: [undefined, undefined, undefined, [0.9, 0.1, 0], undefined] },
  ],
  otherPeople: 2,
  frames: 5,
  withFaces: 4,
};

const svg = timelineChart({ ...timelineCaption('clip <1>.mp4', timeline), timeline });
const bands = [...svg.matchAll(/<path class="area fill-\d" d="([^"]*)"/g)].map(([, path]) => path!);

test('a band for each class of each person, named beside it', () => {
  assert.equal(bands.length, 6);
  for (const text of ['Person 1', 'Person 4', 'neutral', 'happiness', '&lt;anger&gt;', 'in 3 of 5 frames'])
    assert.ok(svg.includes(`>${text}</text>`), text);
  assert.equal(svg.match(/>neutral<\/text>/g)?.length, 2, 'each person has the names of all classes');
});

test('time out of sight is left empty', () => {
  const parts = (path: string) => path.split('M').length - 1;
  assert.equal(parts(bands[1]!), 2, 'the first person is seen twice');
  assert.equal(parts(bands[3]!), 1);
  const xs = [...bands[3]!.matchAll(/[ML]([\d.]+),/g)].map(([, x]) => Number(x));
  // From half-way after the moment before to half-way before the one after: a quarter of the four seconds.
  assert.ok(Math.abs(Math.max(...xs) - Math.min(...xs) - (860 - 12 - 96) / 4) < 0.1, bands[3]!);
});

test('cuts are marked, and the caption says what is seen', () => {
  assert.match(svg, /<title>Cut at 3\.00 s<\/title>/);
  assert.match(
    svg,
    /<desc>Probability of neutral, happiness, &lt;anger&gt; over time for 2 people; 4 of 5 frames have a face\. Person 1: mostly happiness; Person 4: mostly neutral<\/desc>/,
  );
});

test('without a face the picture says so', () => {
  const empty = { ...timeline, people: [] };
  assert.match(timelineChart({ ...timelineCaption('clip', empty), timeline: empty }), /No face was found/);
});

test('the page has the picture, a table, a notice, and says whom it leaves out', () => {
  const html = renderTimeline({ name: 'clip <1>.mp4', subtitle: 'by mpafer', notice: 'Cut short', timeline });
  for (const text of [
    'clip &lt;1&gt;.mp4',
    'Cut short',
    '2 more were seen more briefly',
    '<th scope="row">4</th><td>1 of 5</td>',
    '70.0%',
  ])
    assert.ok(html.includes(text), text);
  assert.doesNotMatch(html, /<script/);
});
