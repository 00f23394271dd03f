// Teaching by a few faces: better than texts, the same when faces are added later, and no faces are counted twice.
import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import type { ClipModel } from '../../src/clip/load-clip.ts';
import { finish } from '../../src/core/finish.ts';
import { type Dataset, ofSplit, type Sample } from '../../src/data/dataset.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { writePack } from '../../src/export/pack.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { evaluate } from '../../src/metrics/evaluation.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { openClip } from '../../src/platform/node/models/models.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/recognise/checkpoint.ts';
import { loadRun } from '../../src/recognise/load-run.ts';
import { zeroShotRecogniser } from '../../src/recognise/zero-shot.ts';
import { type TeachInput, teach } from '../../src/teach/teach.ts';
import { refuses } from '../data/refuses.ts';

const engine = nodeEngine({ threads: 1 });
let clip: ClipModel;
let dataset: Dataset;
let faces: readonly Sample[];

const taught = (more: Partial<TeachInput> = {}) =>
  finish(teach({ engine, clip, dataset, faces, descriptions: defaultDescriptions, ...more }));

before(async () => {
  clip = await openClip('face-clip');
  dataset = await openDataset('synthetic:?count=240&shots=6', nodeDataHost);
  faces = ofSplit(dataset, 'train');
});

suite('a taught recogniser', () => {
  test('does better than its texts on people that it has not seen, and is a checkpoint like any other', async () => {
    const { checkpoint, counts, tieChosen, crossValidated } = await taught();
    assert.deepEqual([counts, tieChosen, crossValidated?.of], [new Array(8).fill(6), true, 48]);
    const bytes = writePack(checkpoint);
    assert.deepEqual(readCheckpoint(bytes, 'pack'), readCheckpoint(writeCheckpoint(checkpoint), 'it'));
    const own = await loadRun(engine, clip, readCheckpoint(bytes, 'pack'));
    const texts = await zeroShotRecogniser(engine, clip, dataset.classes, defaultDescriptions);
    const test = ofSplit(dataset, 'test');
    const [after, first] = [await finish(own.predict(test)), await finish(texts.predict(test))].map(evaluate);
    assert.ok(after!.war > first!.war + 0.2, `${after!.war} is not far above ${first!.war}`);
    // A fifth of the shots is held out at a time, of other people: an estimate, not the score.
    assert.ok(Math.abs(crossValidated!.right / crossValidated!.of - after!.war) < 0.2);
    const { temperature } = own;
    assert.ok(temperature > 0.1 && temperature < 10 && temperature !== 1, `temperature ${temperature}`);
    await own.release();
    await texts.release();
  });

  test('is the same whether its faces come at once or later', async () => {
    const whole = await taught();
    const first = await taught({ faces: faces.slice(0, 30) });
    const file = readCheckpoint(writePack(first.checkpoint), 'the first faces');
    const later = await taught({ faces: faces.slice(30), update: file });
    assert.deepEqual(later.counts, whole.counts);
    assert.deepEqual(later.checkpoint.text, whole.checkpoint.text);
    assert.equal(later.checkpoint.temperature, whole.checkpoint.temperature);
    assert.deepEqual(later.checkpoint.taught, whole.checkpoint.taught);
    const again = await taught({ update: later.checkpoint });
    assert.deepEqual([again.repeated, again.checkpoint.text], [48, whole.checkpoint.text]);
  });

  test('learns classes of one’s own by name alone where one has no description', async () => {
    const classes = ['brow_raise', ...dataset.classes.slice(1)];
    const { checkpoint } = await taught({ dataset: { ...dataset, classes } });
    assert.deepEqual([checkpoint.classes, checkpoint.configuration.hardPrompt], [classes, 2]);
    assert.equal((await taught()).checkpoint.configuration.hardPrompt, 3);
  });

  test('a class without faces keeps its text', async () => {
    const { checkpoint, counts } = await taught({ faces: faces.filter(({ label }) => label !== 2) });
    assert.equal(counts[2], 0);
    assert.ok(checkpoint.text.data.every(Number.isFinite));
  });
});

suite('what cannot be taught is refused', () => {
  test('no faces, one class, a face with two labels', async () => {
    await refuses(taught({ faces: [] }), 'data', /no faces to teach by/);
    await refuses(
      taught({ dataset: { name: 'one', classes: ['happiness'] } }),
      'data',
      /Cannot teach one class of one/,
    );
    const twice = [faces[0]!, { ...faces[0]!, label: 3, read: () => faces[0]!.read() }];
    await refuses(taught({ faces: twice }), 'data', /as surprise: the same picture is there as /);
  });

  test('an update of what was trained, and faces of classes that are not known', async () => {
    const { checkpoint } = await taught();
    const { taught: _, ...trained } = checkpoint;
    await refuses(
      taught({ update: trained }),
      'checkpoint',
      /that was trained: it holds none; expected one that was taught/,
    );
    const more = { name: 'more', classes: ['pain'] };
    const one = [{ ...faces[0]!, label: 0, read: () => faces[0]!.read() }];
    await refuses(
      taught({ update: checkpoint, dataset: more, faces: one }),
      'data',
      /a face of "pain": the recogniser knows/,
    );
  });

  test('a file whose faces and labels do not fit is no checkpoint', async () => {
    const { checkpoint } = await taught();
    const broken = { ...checkpoint, taught: { ...checkpoint.taught, people: [] } };
    const refusal = Promise.resolve().then(() => readCheckpoint(writePack(broken), 'broken'));
    await refuses(refusal, 'checkpoint', /48 labels of 8 classes, 0 people and 48 faces/);
  });
});
