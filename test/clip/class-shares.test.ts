import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evenAdvantage, readClassShares } from '../../src/clip/class-shares.ts';

test('shares are those of config.json, and absent where it has none', () => {
  assert.deepEqual(readClassShares({ class_shares: { joy: 0.75, fear: 0.25 } }, 'config.json'), {
    joy: 0.75,
    fear: 0.25,
  });
  for (const json of [{}, { model_type: 'clip' }]) assert.equal(readClassShares(json, 'config.json'), undefined);
});

test('what are no shares is refused', () => {
  for (const shares of [null, 3, 'even', { joy: 0 }, { joy: 2 }, { joy: '0.5' }, { joy: Number.NaN }])
    assert.throws(() => readClassShares({ class_shares: shares }, 'config.json'), {
      name: 'MpaferError',
      code: 'model',
      message: /^Cannot read "config\.json": class_shares is .+; expected a number above 0 and up to 1 for each class$/,
    });
});

test('an even prior takes the logarithm of each share away', () => {
  const [joy, fear] = evenAdvantage({ joy: 0.75, fear: 0.25, anger: 0.1 }, ['joy', 'fear'], 'clip') as [number, number];
  assert.ok(Math.abs(fear - joy - Math.log(3)) < 1e-12);
});

test('an even prior of a class without a known share is refused by name', () => {
  for (const [shares, classes] of [
    [undefined, ['joy']],
    [{ fear: 1 }, ['fear', 'joy']],
  ] as const)
    assert.throws(() => evenAdvantage(shares, classes, 'some-clip'), {
      code: 'model',
      message:
        'Cannot assume an even prior with "some-clip": it does not record how frequent "joy" was in its training',
    });
  assert.throws(() => evenAdvantage({ fear: 1 }, ['constructor'], 'some-clip'), /"constructor"/);
});
