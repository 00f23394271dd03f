// Threads and cores of ranks, from where they run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fairThreads, placesText, teamText, wastedCores } from '../../../src/jobs/team/places.ts';
import { ownPlace, type Place } from '../../../src/platform/node/mpi/own-place.ts';

const place = (host: string, usable: number, set: string, cores = 8): Place => ({ host, cores, usable, set });
const many = (count: number, one: Place): Place[] => Array.from({ length: count }, () => one);

test('ranks that may use the same cores share them', () => {
  const places = many(4, place('n1', 8, '0-7'));
  assert.equal(fairThreads(places), 2);
  assert.deepEqual(wastedCores(places, 2), []);
  assert.equal(placesText(places), 'n1: 4 ranks, 8 of 8 cores');
  assert.equal(teamText(places, 2), '4 ranks on 1 machine, 2 threads per step each');
});

test('ranks with cores of their own use them, and the rank with the fewest decides for all', () => {
  assert.equal(fairThreads([place('n1', 4, '0-3'), place('n1', 4, '4-7')]), 4);
  assert.equal(fairThreads([place('n1', 4, '0-3'), place('n2', 2, '0-1')]), 2);
});

test('one core for each rank of a machine with more is reported', () => {
  const places = [place('n1', 1, '0'), place('n1', 1, '1')];
  assert.equal(fairThreads(places), 1);
  assert.deepEqual(wastedCores(places, 1), ['the launcher lets the ranks on n1 use 2 of its 8 cores']);
  assert.equal(placesText(places), 'n1: 2 ranks, 2 of 8 cores');
});

test('more threads than cores, and cores that nobody uses, are reported', () => {
  assert.deepEqual(wastedCores(many(4, place('n1', 2, '0-1', 2)), 1), [
    'n1 has 2 usable cores for 4 ranks of 1 thread',
  ]);
  assert.deepEqual(wastedCores(many(3, place('n1', 8, '0-7')), 2), ['the ranks on n1 leave 2 of its 8 cores unused']);
});

test('more ranks than cores get a thread each', () => {
  assert.equal(fairThreads(many(5, place('n1', 2, '0-1', 2))), 1);
});

test('this process has a place', () => {
  const { host, cores, usable } = ownPlace();
  assert.ok(host.length > 0 && cores >= 1 && usable >= 1);
});
