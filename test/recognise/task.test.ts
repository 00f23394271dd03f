import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { prepareTask } from '../../src/recognise/task.ts';
import { zeroShotRecogniser } from '../../src/recognise/zero-shot.ts';
import { refuses } from '../data/refuses.ts';
import { drawnDataset } from '../support/drawings.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const classes = ['happiness', 'anger'];

test('encodes the hard prompts of each class: [C, Dt] tokens and [C, E] features', async () => {
  const task = await prepareTask(engine, clip, classes, defaultDescriptions, { hardPrompt: 3 });
  assert.deepEqual(
    [task.hardTokens.shape, task.hardText.shape],
    [
      [2, 16],
      [2, 12],
    ],
  );
  assert.match(task.sentences[1]![0]!, /^a photo of a person making a facial expression of anger, eyebrows lowered/);
  assert.ok(Array.from(task.hardText.data as Float32Array).every(Number.isFinite));
  assert.equal(task.fullStop, (await clip.tokenizer()).words('.')[0]);
});

test("uses the model's own factor on similarities unless another is told", async () => {
  const own = await prepareTask(engine, clip, classes, {}, { hardPrompt: 1 });
  assert.ok(Math.abs(own.scale - 20) < 1e-4);
  assert.equal((await prepareTask(engine, clip, classes, {}, { hardPrompt: 1, scale: 7 })).scale, 7);
});

test('reads a class name as words, whatever joins them', async () => {
  const task = await prepareTask(engine, clip, ['very_happy', 'very-happy'], {}, { hardPrompt: 1 });
  assert.deepEqual(task.classTokens[0]!.tokens, (await clip.tokenizer()).words('very happy'));
  assert.deepEqual(task.classTokens[1]!.tokens, task.classTokens[0]!.tokens);
  assert.deepEqual(task.classNames, ['very_happy', 'very-happy']);
});

test('takes the mean of several descriptions', async () => {
  const prepare = (description: string | string[]) =>
    prepareTask(engine, clip, ['x'], { x: description }, { hardPrompt: 3 });
  const [both, one, other] = [
    await prepare(['brows down', 'lips up']),
    await prepare('brows down'),
    await prepare('lips up'),
  ];
  const [a, b, mean] = [one, other, both].map(({ hardTokens }) => hardTokens.data as Float32Array);
  mean!.forEach((value, index) => {
    assert.ok(Math.abs(value - (a![index]! + b![index]!) / 2) < 1e-6);
  });
});

test('refuses a class without description, and a sentence that is too long, by the name of the class', async () => {
  const prepare = (descriptions: Record<string, string>) =>
    prepareTask(engine, clip, ['happiness', 'wink'], descriptions, { hardPrompt: 3 });
  await refuses(prepare({ happiness: 'smile' }), 'descriptions', /^Cannot describe class "wink"/);
  const long = prepare({ happiness: 'smile', wink: 'one eye '.repeat(60) });
  await refuses(
    long,
    'text-too-long',
    /^Cannot use the hard prompt of "wink": it has \d+ tokens, the model takes 77: "a photo/,
  );
});

test('refuses a model without tokenizer', async () => {
  const mute = await tinyModel(1, { 'tokenizer.json': undefined });
  await refuses(prepareTask(engine, mute, classes, {}, { hardPrompt: 1 }), 'tokenizer', /has no tokenizer\.json/);
});

test('recognises by hard prompts alone, without any training', async () => {
  const recogniser = await zeroShotRecogniser(engine, clip, classes, defaultDescriptions);
  const faces = await Promise.all(
    drawnDataset()
      .samples.slice(0, 3)
      .map((sample) => sample.read()),
  );
  const found = await recogniser.recognise(faces);
  for (const { expression, probabilities } of found) {
    assert.ok(classes.includes(expression));
    assert.ok(Math.abs(Object.values(probabilities).reduce((sum, value) => sum + value, 0) - 1) < 1e-6);
  }
  const again = await zeroShotRecogniser(engine, clip, classes, {}, { hardPrompt: 2 });
  assert.notDeepEqual(await again.recognise(faces), found, 'other sentences, other probabilities');
});
