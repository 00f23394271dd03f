import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerModule } from '../../../bench/npm-peers/peer.ts';
import { peerCsv } from '../../../bench/npm-peers/peer-csv.ts';
import { faceApi } from '../../../bench/npm-peers/peers/face-api.ts';
import { faceplugin } from '../../../bench/npm-peers/peers/faceplugin.ts';
import { human } from '../../../bench/npm-peers/peers/human.ts';
import { sharedClasses, toSharedClasses } from '../../../bench/npm-peers/shared-classes.ts';
import { readPredictions } from '../../../src/evaluate/predictions-file.ts';

test('the shared classes are the seven of FER2013', () => {
  assert.deepEqual(sharedClasses, ['neutral', 'happiness', 'sadness', 'surprise', 'fear', 'disgust', 'anger']);
});

test("every package's class names map to the seven", () => {
  for (const { words, name } of [human, faceApi, faceplugin])
    for (const [place, word] of words.entries()) {
      const scores = words.map((_, index) => (index === place ? 1 : 0));
      const mapped = toSharedClasses(words, scores);
      const found = sharedClasses[mapped.indexOf(1)]!;
      const plain = { happy: 'happiness', sad: 'sadness', angry: 'anger', fearful: 'fear' }[word] ?? word;
      assert.ok(found.startsWith(plain.slice(0, 4)), `${name}: ${word} is ${found}`);
    }
});

test('scores keep their ratios and sum to one; all zeros become equal scores', () => {
  const scores = toSharedClasses(human.words, [2, 0, 0, 6, 0, 0, 0]);
  assert.equal(scores[sharedClasses.indexOf('anger')], 0.25);
  assert.equal(scores[sharedClasses.indexOf('happiness')], 0.75);
  assert.deepEqual(toSharedClasses(human.words, new Float32Array(7)), new Array(7).fill(1 / 7));
});

test('refuses class names other than the seven', () => {
  assert.throws(() => toSharedClasses(['happy', 'sad'], [1, 0]), { code: 'data', message: /happy, sad/ });
  assert.throws(() => toSharedClasses([...human.words, 'contempt'], new Array(8).fill(0)), /expected neutral/);
});

test('writes a file that mpafer compare reads, with contempt kept as a label', () => {
  const faces = [
    { id: 'FER2013Valid/a.png', label: 0 },
    { id: 'FER2013Valid/b.png', label: 7 },
  ];
  const classes = [...sharedClasses, 'contempt'];
  const rows = [
    [0.1, 0.6, 0, 0, 0, 0, 0.3],
    [0.5, 0.1, 0, 0, 0.2, 0.2, 0],
  ];
  const read = readPredictions(peerCsv(classes, faces, rows), 'peer.csv');
  assert.deepEqual(read.ids, ['FER2013Valid/a.png', 'FER2013Valid/b.png']);
  assert.deepEqual(read.labels, ['neutral', 'contempt']);
  assert.deepEqual(read.predicted, ['happiness', 'neutral']);
});

test('a package that is not installed is named, with what to do', () => {
  assert.throws(() => peerModule('no-such-package-here'), {
    code: 'usage',
    message: 'Cannot load "no-such-package-here": it is not installed in bench/npm-peers',
    hint: 'Run npm ci --ignore-scripts in bench/npm-peers',
  });
});
