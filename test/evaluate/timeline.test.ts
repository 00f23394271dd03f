// A timeline keeps means, gaps and cuts, and stays small however long the video is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timelineCollector } from '../../src/evaluate/timeline.ts';

const classes = ['neutral', 'happiness'];
const face = (id: number, happiness: number) => ({ id, probabilities: { neutral: 1 - happiness, happiness } });

test('moments, means, gaps and cuts', () => {
  const collector = timelineCollector(classes);
  collector.add({ timestamp: 0, shot: 1, faces: [face(1, 0.25)] });
  collector.add({ timestamp: 1, shot: 1, faces: [] });
  collector.add({ timestamp: 2, shot: 2, faces: [face(1, 0.75), face(2, 1)] });
  const { times, cuts, people, frames, withFaces, otherPeople } = collector.timeline();
  assert.deepEqual(times, [0, 1, 2]);
  assert.deepEqual([cuts, frames, withFaces, otherPeople], [[2], 3, 2, 0]);
  assert.deepEqual(people, [
    { id: 1, frames: 2, mean: [0.5, 0.5], values: [[0.75, 0.25], undefined, [0.25, 0.75]] },
    { id: 2, frames: 1, mean: [0, 1], values: [undefined, undefined, [0, 1]] },
  ]);
});

test('of a long video at most 600 moments are kept, whose means are right', () => {
  const collector = timelineCollector(classes);
  const count = 20_000;
  for (let frame = 0; frame < count; frame++) {
    // Happy in the second half; out of sight for a tenth in the middle.
    const isAway = Math.abs(frame - count / 2) < count / 20;
    collector.add({ timestamp: frame / 25, shot: 1, faces: isAway ? [] : [face(1, frame < count / 2 ? 0 : 1)] });
  }
  const { times, people } = collector.timeline();
  assert.ok(times.length <= 600 && times.length > 250, `${times.length}`);
  assert.ok(times.every((time, index) => index === 0 || time > times[index - 1]!));
  const [{ values, mean }] = people as [(typeof people)[number]];
  assert.ok(Math.abs(mean[1]! - 0.5) < 0.01);
  const gap = values.filter((value) => value === undefined).length / values.length;
  assert.ok(Math.abs(gap - 0.1) < 0.02, `${gap}`);
  assert.deepEqual(
    [values[0], values.at(-1)],
    [
      [1, 0],
      [0, 1],
    ],
  );
});

test('of many people those seen longest are shown, and the others counted', () => {
  const collector = timelineCollector(classes);
  for (let frame = 0; frame < 300; frame++) {
    collector.add({ timestamp: frame, shot: 1, faces: [face(1, 0), face(1000 + frame, 1)] });
  }
  const { people, otherPeople } = collector.timeline();
  assert.equal(people.length, 8);
  assert.deepEqual([people[0]!.id, people[0]!.frames], [1, 300]);
  assert.equal(otherPeople, 301 - 8);
});

test('without frames there is nothing', () => {
  const { times, people, frames } = timelineCollector(classes).timeline();
  assert.deepEqual([times, people, frames], [[], [], 0]);
});
