// How the frames of a live source are searched: in all sizes twice a second and after a loss, and in between people are followed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FacePlace } from '../../../src/recognise/picture-faces.ts';
import { type Look, liveSearch } from '../../../src/recognise/video/live-search.ts';

const face = (side: number): FacePlace => ({
  status: 'ok',
  box: { x: 0, y: 0, width: side, height: side },
  score: 0.9,
  eyes: { left: { x: 1, y: 1 }, right: { x: 2, y: 1 } },
  roll: 0,
  landmarks: new Float32Array(468 * 3),
});

const isFull = (look: Look): boolean => Object.keys(look).length === 0;

test('the first frame and then one in each half second is searched in all sizes', () => {
  const search = liveSearch();
  const full: number[] = [];
  for (let frame = 0; frame < 16; frame++) {
    const time = frame / 10;
    if (isFull(search.next(time, 640))) full.push(frame);
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
      const searched = isFull(search.next(time, 640));
      if (searched) full.push(time);
      time += searched ? seconds : 0.125;
      search.found([face(200)]);
    }
    return full;
  };
  assert.deepEqual(fullFrames(0.25), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(fullFrames(1.5), [0, 2, 4, 6]);
});

test('in between, people in sight are followed; with nobody there, somebody who sits before a camera is looked for', () => {
  const search = liveSearch();
  const people = [face(200), face(80)];
  assert.ok(isFull(search.next(0, 640)));
  search.found(people);
  assert.deepEqual(search.next(0.1, 640), { follow: people });
  const empty = liveSearch();
  empty.next(0, 600);
  empty.found([]);
  assert.deepEqual(empty.next(0.1, 600), { minFace: 50, oneLook: true });
});

test('after somebody is lost, after a cut, and where time begins anew, all sizes are searched at once', () => {
  const search = liveSearch();
  search.next(0, 640);
  search.found([face(200), face(80)]);
  search.next(0.1, 640);
  search.found([face(200)]);
  assert.ok(isFull(search.next(0.2, 640)));
  search.found([face(200)]);
  assert.ok(!isFull(search.next(0.3, 640)));
  search.found([face(200)]);
  search.cut();
  assert.ok(isFull(search.next(0.4, 640)));
  search.found([face(200)]);
  assert.ok(isFull(search.next(0, 640)));
});

test('whole frames that are taken as crops are not followed', () => {
  const search = liveSearch();
  search.next(0, 640);
  search.found([{ status: 'ok', box: { x: 0, y: 0, width: 48, height: 48 } }]);
  assert.equal(search.next(0.1, 640).follow, undefined);
});
