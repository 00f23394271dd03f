import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { defaultConfiguration, parseConfiguration } from '../../src/configuration/configuration.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { promptAugmentation } from '../../src/data/augment/augmentation.ts';
import { defaultMethod } from '../../src/method/options.ts';
import { refuses } from '../data/refuses.ts';

const refused = (values: unknown, message: RegExp) =>
  refuses((async () => parseConfiguration(values, '"quick.json"'))(), 'configuration', message);

suite('a configuration', () => {
  test('that says nothing is the method as published, with every default written out', () => {
    const found = parseConfiguration({}, 'it');
    for (const [name, value] of Object.entries(defaultMethod)) assert.deepEqual(found[name as 'beta'], value, name);
    const { epochs, batch, momentum, weightDecay, warmupEpochs, warmupRate, clipNorm, clipGroups, seed } = found;
    assert.deepEqual([epochs, batch, momentum, weightDecay], [120, 32, 0.9, 5e-4]);
    assert.deepEqual([warmupEpochs, warmupRate, clipNorm, clipGroups, seed], [1, 1e-5, 1, 'together', 1]);
    assert.deepEqual(found.augmentation, promptAugmentation);
    assert.deepEqual(found, defaultConfiguration);
  });

  test('comes back from its JSON', () => {
    const values = {
      epochs: 3,
      clipNorm: null,
      augmentation: { crop: false, flip: 0.1 },
      contextWords: ' a photo of ',
    };
    const found = parseConfiguration(values, 'it');
    assert.equal(found.contextWords, 'a photo of');
    const again = parseConfiguration(JSON.parse(JSON.stringify(found)), 'it');
    assert.deepEqual(JSON.stringify(again), JSON.stringify(found));
  });

  test('leaves out the variations of images that are absent or false', () => {
    const { augmentation } = parseConfiguration({ augmentation: { crop: false, erase: false, flip: 0.5 } }, 'it');
    assert.deepEqual(JSON.parse(JSON.stringify(augmentation)), { flip: 0.5 });
  });

  test('may be anything: whatever is wrong is a named error', () => {
    const keys = [...Object.keys(defaultConfiguration), 'scale', 'learningRate', '__proto__', 'constructor', 'x'];
    const values = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    fc.assert(
      fc.property(fc.oneof(values, fc.jsonValue(), fc.anything()), (value) => {
        try {
          parseConfiguration(value, 'it');
        } catch (error) {
          assert.ok(error instanceof MpaferError, String(error));
          assert.match(error.message, /^(Cannot use it: |Unknown setting ".*" in it)/s);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

suite('a configuration is refused', () => {
  test('for an unknown setting, with the nearest known one or all of them', async () => {
    await refused({ epoch: 3 }, /^Unknown setting "epoch" in "quick\.json"; did you mean "epochs"\?$/);
    const far = await refused({ xyz: 3 }, /^Unknown setting "xyz" in "quick\.json"$/);
    assert.match(far.hint!, /^Known settings are contextTokens, sharedContext, /);
  });

  test('for an unknown nested setting, with those of that place', async () => {
    await refused({ augmentation: { flp: 0.5 } }, /Unknown setting "augmentation\.flp" .*; did you mean "flip"\?$/);
    const crop = { scale: [0.5, 1], ratio: [1, 1], rotation: 3 };
    const far = await refused({ augmentation: { crop } }, /Unknown setting "augmentation\.crop\.rotation"/);
    assert.equal(far.hint, 'Known settings are scale, ratio');
  });

  test('for a value of another kind, saying what it is and what it must be', async () => {
    await refused({ epochs: 'ten' }, /^Cannot use "quick\.json": "epochs" is "ten"; expected a number$/);
    await refused({ batch: 1.5 }, /"batch" is 1\.5; expected a whole number$/);
    await refused({ softLabels: 'yes' }, /"softLabels" is "yes"; expected true or false$/);
    await refused({ contextWords: 7 }, /"contextWords" is 7; expected text$/);
    await refused({ clipNorm: [1] }, /"clipNorm" is \[1\]; expected a number$/);
    await refused({ augmentation: true }, /"augmentation" is true; expected an object$/);
    await refused(
      { augmentation: { crop: { ratio: [1, 1] } } },
      /"augmentation\.crop\.scale" is missing; expected a list$/,
    );
    await refused([], /: it is \[\]; expected an object$/);
    await refused(undefined, /: it is missing; expected an object$/);
  });

  test('for a value out of range, saying the range', async () => {
    await refused({ epochs: 0 }, /"epochs" is 0; expected 1 or more$/);
    await refused({ learningRate: 0 }, /"learningRate" is 0; expected above 0$/);
    await refused({ momentum: 1.1 }, /"momentum" is 1\.1; expected 1 or less$/);
    await refused({ contextWords: '  ' }, /"contextWords" is " {2}"; expected non-empty text$/);
    await refused(
      { augmentation: { crop: { scale: [1], ratio: [1, 1] } } },
      /crop\.scale" is \[1\]; expected 2 elements$/,
    );
    await refused({ augmentation: { crop: { scale: [1, 1, 1], ratio: [1, 1] } } }, /expected 2 elements$/);
  });

  test('for a word that is none of the choices, saying them', async () => {
    await refused(
      { sampler: 'even' },
      /"sampler" is "even"; expected "none" or "balanced" or .* or "fixed-per-class"$/,
    );
    await refused({ hardPrompt: 5 }, /"hardPrompt" is 5; expected 1 or 2 or 3 or 4$/);
  });
});
