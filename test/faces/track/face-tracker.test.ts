// Ids stay with people who cross, hide, leave and return; a cut and a jump back in time begin anew.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import type { Box } from '../../../src/faces/face.ts';
import { faceTracker } from '../../../src/faces/track/face-tracker.ts';

const side = 80;
const at = (x: number, y = 100, size = side): Box => ({ x: x - size / 2, y: y - size / 2, width: size, height: size });

/** Where each person is at a time; undefined while out of sight. */
type Person = (timestamp: number) => Box | undefined;

/** The ids that each person had, in order and without repetition. */
function idsOf(
  people: readonly Person[],
  { seconds = 3, rate = 25, noise = 0, backwards = false, longestGap = 1 } = {},
): readonly (readonly number[])[] {
  const tracker = faceTracker({ longestGap });
  const dice = random(5);
  const tremble = () => (dice.uniform() - 0.5) * noise;
  const ids = people.map((): number[] => []);
  for (let frame = 0; frame <= seconds * rate; frame++) {
    const timestamp = frame / rate;
    const seen = people.flatMap((person, index) => {
      const box = person(timestamp);
      return box === undefined ? [] : [{ index, box: { ...box, x: box.x + tremble(), y: box.y + tremble() } }];
    });
    // The finder gives faces in no particular order.
    if (backwards && frame % 2 === 1) seen.reverse();
    const found = tracker.update(
      seen.map(({ box }) => box),
      timestamp,
    );
    seen.forEach(({ index }, place) => {
      const own = ids[index]!;
      if (own.at(-1) !== found[place]) own.push(found[place]!);
    });
  }
  return ids;
}

suite('two people crossing', () => {
  const rightwards: Person = (t) => at(100 + 150 * t, 100);
  const leftwards: Person = (t) => at(500 - 150 * t, 110);

  test('both found all the time, in any order, with trembling boxes', () => {
    assert.deepEqual(idsOf([rightwards, leftwards], { noise: 4, backwards: true }), [[1], [2]]);
  });

  test('at 8 frames per second', () => {
    assert.deepEqual(idsOf([rightwards, leftwards], { rate: 8, noise: 4 }), [[1], [2]]);
  });

  test('the one behind is hidden for half a second', () => {
    const hidden: Person = (t) => (t > 1.05 && t < 1.6 ? undefined : leftwards(t));
    assert.deepEqual(idsOf([rightwards, hidden], { noise: 2, backwards: true }), [[1], [2]]);
  });

  test('one stands still and is passed', () => {
    const hidden: Person = (t) => (Math.abs(t - 1.33) < 0.25 ? undefined : at(300, 105));
    assert.deepEqual(idsOf([hidden, rightwards], { noise: 2 }), [[1], [2]]);
  });
});

test('three people close together keep their ids while all move', () => {
  const people = [0, 1, 2].map(
    (index): Person =>
      (t) =>
        at(100 + index * 85 + 60 * Math.sin(3 * t), 100 + 20 * index),
  );
  assert.deepEqual(idsOf(people, { noise: 4, backwards: true }), [[1], [2], [3]]);
});

suite('leaving and returning', () => {
  const awayFor =
    (seconds: number): Person =>
    (t) =>
      t > 1 && t < 1 + seconds ? undefined : at(200);

  test('within the longest gap it is the same person', () => {
    assert.deepEqual(idsOf([awayFor(0.9)]), [[1]]);
  });
  test('after it, a new one', () => {
    assert.deepEqual(idsOf([awayFor(1.2)]), [[1, 2]]);
    assert.deepEqual(idsOf([awayFor(0.3)], { longestGap: 0.2 }), [[1, 2]]);
  });
  test('someone else at the other side of the picture is not the one who left', () => {
    const left: Person = (t) => (t < 1 ? at(100) : undefined);
    const other: Person = (t) => (t < 1.2 ? undefined : at(600));
    assert.deepEqual(idsOf([left, other]), [[1], [2]]);
  });
  test('a face of another size in the same place is someone else', () => {
    const changed: Person = (t) => (t < 1 ? at(200) : at(200, 100, 200));
    assert.deepEqual(idsOf([changed]), [[1, 2]]);
  });
});

test('a frame per second keeps those who stay', () => {
  assert.deepEqual(idsOf([() => at(100), () => at(300)], { rate: 1, seconds: 9 }), [[1], [2]]);
});

test('after a cut, and after a jump back in time, everyone is new', () => {
  const tracker = faceTracker();
  assert.deepEqual(tracker.update([at(100), at(300)], 0), [1, 2]);
  tracker.cut();
  assert.deepEqual(tracker.update([at(100), at(300)], 0.04), [3, 4]);
  assert.deepEqual([...tracker.alive], [3, 4]);
  assert.deepEqual(tracker.update([at(100)], 0.02), [5]);
});

test('those who are gone too long are no longer alive', () => {
  const tracker = faceTracker();
  tracker.update([at(100)], 0);
  tracker.update([], 0.5);
  assert.deepEqual([...tracker.alive], [1]);
  tracker.update([], 1.6);
  assert.deepEqual([...tracker.alive], []);
});
