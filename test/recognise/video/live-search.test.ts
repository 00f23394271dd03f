// Which sizes of face are looked for in the frames of a live source: all of them twice a second, and after a loss.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../../src/faces/face.ts';
import { liveSearch } from '../../../src/recognise/video/live-search.ts';

const face = (side: number): Box => ({ x: 0, y: 0, width: side, height: side });

test('the first frame and then one in each half second is searched in all sizes', () => {
  const search = liveSearch();
  const full: number[] = [];
  for (let frame = 0; frame < 16; frame++) {
    const time = frame / 10;
    if (search.next(time, 640) === undefined) full.push(frame);
    search.found([face(200), face(80)]);
  }
  assert.deepEqual(full, [0, 5, 10, 15]);
});

test('where all sizes take long they are searched less often, for a quarter of the time, but at least every two seconds', () => {
  const fullFrames = (seconds: number) => {
    let time = 0;
    const search = liveSearch();
    const full: number[] = [];
    while (time < 8) {
      const isFull = search.next(time, 640) === undefined;
      if (isFull) full.push(time);
      time += isFull ? seconds : 0.125;
      search.found([face(200)]);
    }
    return full;
  };
  assert.deepEqual(fullFrames(0.25), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(fullFrames(1.5), [0, 2, 4, 6]);
});

test('in between, half the size of the smallest person in sight; with nobody there, of somebody who sits before a camera', () => {
  const search = liveSearch();
  assert.equal(search.next(0, 640), undefined);
  search.found([face(200), face(80)]);
  assert.equal(search.next(0.1, 640), 40);
  const empty = liveSearch();
  empty.next(0, 600);
  empty.found([]);
  assert.equal(empty.next(0.1, 600), 50);
});

test('after somebody is lost, after a cut, and where time begins anew, all sizes are searched at once', () => {
  const search = liveSearch();
  search.next(0, 640);
  search.found([face(200), face(80)]);
  search.next(0.1, 640);
  search.found([face(200)]);
  assert.equal(search.next(0.2, 640), undefined);
  search.found([face(200)]);
  assert.equal(search.next(0.3, 640), 100);
  search.found([face(200)]);
  search.cut();
  assert.equal(search.next(0.4, 640), undefined);
  search.found([face(200)]);
  assert.equal(search.next(0, 640), undefined);
});
