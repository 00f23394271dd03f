import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPretrainConfiguration } from '../../src/cli/commands/pretrain.ts';
import { readPretrainLog } from '../../src/jobs/pretrain/pretrain-log.ts';
import { pretrainReporter } from '../../src/jobs/pretrain/pretrain-reporter.ts';
import { pretrainSchema } from '../../src/pretrain/pretrain-configuration.ts';

test('settings override the file, and the file overrides the defaults', () => {
  const found = readPretrainConfiguration({ seed: 4, imageStage: { batch: 32 } }, ['imageStage.epochs=3', 'name=mine']);
  assert.equal(found.seed, 4);
  assert.equal(found.imageStage.batch, 32);
  assert.equal(found.imageStage.epochs, 3);
  assert.equal(found.name, 'mine');
  assert.equal(found.textStage.steps, pretrainSchema.parse({}).textStage.steps);
});

test('the given configuration is not changed', () => {
  const base = { imageStage: { batch: 32 } };
  readPretrainConfiguration(base, ['imageStage.batch=64']);
  assert.deepEqual(base, { imageStage: { batch: 32 } });
});

for (const [setting, message] of [
  ['imageStage.epoch=3', 'Unknown setting "imageStage.epoch"; did you mean "epochs"?'],
  ['seed=high', 'Cannot use the settings: "seed" is "high"; expected a number'],
  ['imageStage.visible=2', 'Cannot use the settings: "imageStage.visible" is 2; expected 1 or less'],
] as const) {
  test(`refuses the setting ${setting}`, () => {
    assert.throws(() => readPretrainConfiguration({}, [setting]), {
      name: 'MpaferError',
      code: 'configuration',
      message,
    });
  });
}

test('refuses a setting without a value', () => {
  assert.throws(() => readPretrainConfiguration({}, ['seed']), {
    code: 'usage',
    message: 'Cannot use setting "seed": expected key=value',
  });
});

test('sums the seconds of a stage over sittings and keeps each sitting', () => {
  const start = (at: string, resumed: number) => ({
    kind: 'start',
    at,
    configuration: '{"seed":1}',
    stage: 'image',
    resumed,
  });
  const lines = [
    start('monday', 0),
    { kind: 'step', stage: 'image', step: 1, seconds: 2 },
    { kind: 'step', stage: 'image', step: 2, seconds: 4 },
    start('tuesday', 1),
    { kind: 'step', stage: 'image', step: 2, seconds: 3 },
    { kind: 'step', stage: 'text', step: 1, seconds: 4 },
  ];
  const { stages, sittings } = readPretrainLog(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  assert.deepEqual(stages, { image: { steps: 2, seconds: 7 }, text: { steps: 1, seconds: 1 } });
  assert.deepEqual(
    sittings.map(({ at, step }) => [at, step]),
    [
      ['monday', 0],
      ['tuesday', 1],
    ],
  );
});

test('reports a line every twenty steps with the mean loss, and one for each evaluation', () => {
  const lines: string[] = [];
  const reporter = pretrainReporter();
  const report = (event: Parameters<typeof reporter>[0]) => lines.push(...reporter(event).lines);
  for (let step = 1; step <= 20; step++)
    report({
      kind: 'step',
      stage: 'image',
      step,
      steps: 40,
      epoch: step / 10,
      batch: 8,
      loss: step,
      norm: 1,
      rate: 0.1,
    });
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /^image 20\/40 epoch 2\.00 loss 10\.5000 \d+ images\/s \d+ min left$/);
  const result = { global: 0.5, local: 0.25, both: 0.75, confusion: [] };
  report({ kind: 'evaluation', stage: 'image', step: 20, results: { plain: result } });
  assert.equal(lines[1], '  validation, plain: class token 50.00 %, patches 25.00 %, both 75.00 %');
});

test('refuses a configuration that is not an object', () => {
  for (const base of [null, [], 'seed', 3])
    assert.throws(() => readPretrainConfiguration(base, ['seed=1']), {
      code: 'configuration',
      message: /expected an object$/,
    });
});
