import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { countsPerClass, type Dataset, ofSplit, type Sample, type Split } from '../../src/data/dataset.ts';
import { fingerprint } from '../../src/data/fingerprint.ts';

const sample = (id: string, split: Split, label: number, votes?: number[]): Sample => ({
  id,
  split,
  label,
  ...(votes === undefined ? {} : { votes }),
  read: () => assert.fail('no image is read'),
});

const samples = [sample('a', 'train', 0), sample('b', 'train', 2), sample('c', 'test', 2), sample('d', 'train', 2)];
const dataset = (changed: readonly Sample[] = samples): Dataset => ({
  name: 'made',
  classes: ['neutral', 'fear', 'anger'],
  samples: changed,
  notes: [],
});

test('counts each class of a split, those without samples too', () => {
  assert.deepEqual(countsPerClass(dataset(), 'train'), [1, 0, 2]);
  assert.deepEqual(countsPerClass(dataset(), 'valid'), [0, 0, 0]);
});

test('gives the samples of a split in their order', () => {
  assert.deepEqual(
    ofSplit(dataset(), 'train').map(({ id }) => id),
    ['a', 'b', 'd'],
  );
});

test('a fingerprint does not depend on the order of the samples', () => {
  assert.equal(fingerprint(dataset(samples.toReversed())), fingerprint(dataset()));
  assert.match(fingerprint(dataset()), /^[0-9a-f]{16}$/);
});

test('a fingerprint changes with a name, a split, a label, a vote and a class', () => {
  const others = [
    dataset([...samples.slice(1), sample('A', 'train', 0)]),
    dataset([...samples.slice(1), sample('a', 'valid', 0)]),
    dataset([...samples.slice(1), sample('a', 'train', 1)]),
    dataset([...samples.slice(1), sample('a', 'train', 0, [3, 0, 0])]),
    dataset([...samples.slice(1), sample('a', 'train', 0, [2, 1, 0])]),
    dataset(samples.slice(1)),
    { ...dataset(), classes: ['neutral', 'fear', 'rage'] },
  ].map((changed) => fingerprint(changed));
  assert.equal(new Set([...others, fingerprint(dataset())]).size, others.length + 1);
});

test('64 bits tell a hundred thousand small changes apart', () => {
  const seen = new Set<string>();
  for (let index = 0; index < 100_000; index++) seen.add(fingerprint(dataset([sample(`${index}.png`, 'train', 0)])));
  assert.equal(seen.size, 100_000);
});

test('a fingerprint takes another digest', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  assert.match(fingerprint(dataset(), sha256), /^[0-9a-f]{64}$/);
});
