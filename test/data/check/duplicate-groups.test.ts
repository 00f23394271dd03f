import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { connectedGroups, summariseDuplicates } from '../../../src/data/check/duplicate-groups.ts';
import type { Sample, Split } from '../../../src/data/dataset.ts';

const sample = (id: string, split: Split, label = 0): Sample => ({
  id,
  split,
  label,
  read: () => assert.fail('nothing is read'),
});

test('connects items linked through others', () => {
  assert.deepEqual(
    connectedGroups(7, [
      [0, 3],
      [5, 3],
      [1, 2],
    ]),
    [
      [0, 3, 5],
      [1, 2],
    ],
  );
  assert.deepEqual(connectedGroups(3, []), []);
});

test('groups are the same whatever the order of the pairs', () => {
  const pair = fc.tuple(fc.nat(19), fc.nat(19));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
      const groups = connectedGroups(20, pairs);
      assert.deepEqual(connectedGroups(20, pairs.toReversed()), groups);
      const members = groups.flat();
      assert.equal(new Set(members).size, members.length);
      for (const [a, b] of pairs) {
        if (a !== b) assert.ok(groups.some((group) => group.includes(a) && group.includes(b)));
      }
    }),
  );
});

test('summarises leaks between splits and contradictory labels', () => {
  const groups = [
    [sample('a', 'train'), sample('b', 'train', 1)],
    [sample('c', 'train'), sample('d', 'test'), sample('e', 'test')],
    [sample('f', 'valid'), sample('g', 'test')],
    [sample('h', 'valid'), sample('i', 'train'), sample('j', 'train')],
  ];
  assert.deepEqual(summariseDuplicates(groups, 3), {
    groups: 4,
    images: 10,
    acrossSplits: 3,
    leaks: { train: 3, valid: 1, test: 2 },
    differentLabels: 1,
    examples: [
      ['c', 'd', 'e'],
      ['f', 'g'],
      ['h', 'i', 'j'],
    ],
  });
});
