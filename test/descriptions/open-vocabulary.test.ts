// A new class needs a name and a description only: plain CLIP recognises it beside the others, without any training.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadClip } from '../../src/clip/load-clip.ts';
import { random } from '../../src/core/random.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { defaultMethod } from '../../src/method/options.ts';
import { openModelFolder } from '../../src/platform/node/models/model-folder.ts';
import { type Head, zeroShotRecogniser } from '../../src/recognise/zero-shot.ts';
import { temporaryFolder } from '../platform/node/temporary-folder.ts';
import { engine } from '../support/evaluate.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const source = random(3);
const face = { width: 20, height: 20, data: Uint8Array.from({ length: 1200 }, () => source.integer(256)) };
const boredom = 'eyelids drooping, the gaze lowered, a slack mouth';

test('recognises a class that nothing was trained on, by its description', async (t) => {
  const clip = await loadClip(await openModelFolder(await writeTinyModel(await temporaryFolder(t))));
  const probabilities = async (classes: readonly string[], description: string) => {
    const descriptions = { ...defaultDescriptions, boredom: description };
    const recogniser = await zeroShotRecogniser(engine, clip, classes, descriptions);
    const [found] = await recogniser.recognise([face]);
    await recogniser.release();
    return found!.probabilities;
  };
  const three = await probabilities(['happiness', 'anger', 'boredom'], boredom);
  assert.deepEqual(Object.keys(three), ['happiness', 'anger', 'boredom']);
  assert.ok(Math.abs(Object.values(three).reduce((sum, value) => sum + value, 0) - 1) < 1e-5);

  // The new class takes its share and leaves the others' odds as they were; other words for it give another share.
  const two = await probabilities(['happiness', 'anger'], boredom);
  assert.ok(
    Math.abs(three.happiness! / three.anger! - two.happiness! / two.anger!) < 1e-3 * (two.happiness! / two.anger!),
  );
  const other = await probabilities(['happiness', 'anger', 'boredom'], 'a wide smile and raised cheeks');
  assert.notEqual(other.boredom, three.boredom);
});

test('recognises a new class by the global-local head as well, and shows where', async (t) => {
  const clip = await loadClip(await openModelFolder(await writeTinyModel(await temporaryFolder(t))));
  const descriptions = { ...defaultDescriptions, boredom };
  const recognise = async (head?: Head) => {
    const recogniser = await zeroShotRecogniser(engine, clip, ['anger', 'boredom'], descriptions, { head });
    const [found] = await recogniser.recognise([face]);
    await recogniser.release();
    return found!;
  };
  const [global, both] = [await recognise(), await recognise({ ...defaultMethod, topPatches: 2 })];
  assert.equal(global.patches, undefined);
  assert.deepEqual([both.patches!.rows, both.patches!.columns, both.patches!.values.length], [2, 2, 4]);
  assert.notEqual(both.probabilities.boredom, global.probabilities.boredom);
});

test('refuses a new class without a description, and says how to give one', async (t) => {
  const clip = await loadClip(await openModelFolder(await writeTinyModel(await temporaryFolder(t))));
  await assert.rejects(zeroShotRecogniser(engine, clip, ['anger', 'boredom'], defaultDescriptions), {
    code: 'descriptions',
    message: 'Cannot describe class "boredom": the descriptions have none for it',
  });
});
