import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultConfiguration, parseConfiguration } from '../../src/configuration/configuration.ts';
import { withSettings } from '../../src/configuration/settings.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { refuses } from '../data/refuses.ts';

test('reads values as JSON where they are JSON, and as text elsewhere', () => {
  const settings = [
    'epochs=3',
    'softLabels=true',
    'clipNorm=null',
    'sampler=balanced',
    'contextWords=a photo = b',
    'scale=',
  ];
  assert.deepEqual(withSettings({}, settings), {
    epochs: 3,
    softLabels: true,
    clipNorm: null,
    sampler: 'balanced',
    contextWords: 'a photo = b',
    scale: '',
  });
});

test('writes settings over values, the later over the earlier, and leaves the values alone', () => {
  const values = { epochs: 9, augmentation: { flip: 0.1 } };
  assert.deepEqual(withSettings(values, ['epochs=3', 'augmentation.flip=0.2', 'epochs=4']), {
    epochs: 4,
    augmentation: { flip: 0.2 },
  });
  assert.deepEqual(values, { epochs: 9, augmentation: { flip: 0.1 } });
});

test('goes into the default where the values say nothing, so that one change stays one', () => {
  const { augmentation } = parseConfiguration(withSettings({}, ['augmentation.flip=0']), 'it');
  assert.deepEqual(augmentation, { ...defaultConfiguration.augmentation, flip: 0 });
  const cropped = parseConfiguration(withSettings({}, ['augmentation.crop.scale=[0.5,1]']), 'it').augmentation;
  assert.deepEqual(cropped.crop, { scale: [0.5, 1], ratio: defaultConfiguration.augmentation.crop!.ratio });
  assert.equal(defaultConfiguration.augmentation.flip, 0.5, 'the default itself is as it was');
});

test('goes into what the values say, where they do', () => {
  const values = { augmentation: { flip: 0.5 } };
  assert.deepEqual(withSettings(values, ['augmentation.mixup=0.4']), { augmentation: { flip: 0.5, mixup: 0.4 } });
});

test('leaves values that are no record to the one who checks them', () => {
  for (const values of [null, [], 'text', 3]) assert.equal(withSettings(values, ['epochs=3']), values);
});

test('refuses a word that is no setting', async () => {
  for (const setting of ['epochs', '=3', '--epochs=3', 'a b=3', ''])
    await refuses(
      (async () => withSettings({}, [setting]))(),
      'usage',
      /^Cannot use setting ".*": expected key=value$/,
    );
});

test('never reaches anything but its own record, whatever it is called', () => {
  const name = fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'epochs',
    'augmentation',
    'crop',
    'x',
  );
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('.'));
  fc.assert(
    fc.property(fc.array(fc.tuple(path, fc.string())), (settings) => {
      const words = settings.map(([key, value]) => `${key}=${value}`);
      const result = withSettings({}, words) as object;
      assert.equal(Object.getPrototypeOf(result), Object.prototype);
      assert.equal(({} as Record<string, unknown>).x, undefined);
      try {
        parseConfiguration(result, 'it');
      } catch (error) {
        assert.ok(error instanceof MpaferError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});

test('takes a value that is nested without end for text, which then is refused like any other', () => {
  const deep = `epochs=${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  assert.throws(() => parseConfiguration(withSettings({}, [deep]), 'the settings'), {
    code: 'configuration',
    message: /^Cannot use the settings: "epochs" is "\[{119}\.\.\.; expected a number$/,
  });
});
