import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EvolvingEpoch, evolutionSection } from '../../src/report/sections/evolution.ts';
import { texts } from './drawing.ts';

const classes = ['anger', 'awe'];
const epoch = (number: number, more: Partial<EvolvingEpoch> = {}): EvolvingEpoch => ({
  epoch: number,
  prototypeAlignment: 0.5 / number,
  valid: { prototypeAlignment: 0.6 / number, globalOwn: 0.3, globalOther: 0.1 },
  nearestWords: [
    [
      [`brow${number}`, 0.2],
      ['lips', 0.4],
    ],
    [
      ['wide', -0.1],
      ['<b>', 0.3],
    ],
  ],
  ...more,
});

const drawn = (epochs: readonly EvolvingEpoch[], names = classes) =>
  evolutionSection({ data: { classes: names }, epochs })?.markup;

test('shows alignment on validation and training, and similarity to own and other texts', () => {
  const found = texts(drawn([epoch(1), epoch(2)])!);
  for (const text of ['Prototype alignment', 'valid 0.300', 'train 0.250', 'own 0.300', 'others 0.100'])
    assert.ok(found.includes(text), text);
  assert.ok(!found.includes('Top patches and text'), 'there is no local branch');
});

test('lists the nearest words of the first, middle and last epoch for each class', () => {
  const page = drawn([1, 2, 3, 4, 5].map((number) => epoch(number)))!;
  assert.deepEqual(texts(page, 'th'), ['', 'epoch 1', 'epoch 3', 'epoch 5', 'anger', 'awe']);
  assert.deepEqual(
    texts(page, 'td').map((text) => text.split(' ')[0]),
    ['brow1', 'brow3', 'brow5', 'wide', 'wide', 'wide'],
  );
  assert.match(page, /wide · &lt;b&gt;<small>-?−?0\.100 to 0\.300|wide · &lt;b&gt;<small>[^<]*0\.100 to 0\.300/);
});

test('a context shared by all classes has one row', () => {
  const page = drawn([epoch(1, { nearestWords: [[['photo', 0.9]]] })])!;
  assert.deepEqual(texts(page, 'th'), ['', 'epoch 1', 'all classes']);
});

test('records without these values have no such section', () => {
  assert.equal(drawn([{ epoch: 1, prototypeAlignment: 0.4 }]), undefined);
  assert.equal(drawn([]), undefined);
});
