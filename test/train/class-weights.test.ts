import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { withSettings } from '../../src/configuration/settings.ts';
import { classWeights } from '../../src/train/class-weights.ts';
import { refuses } from '../data/refuses.ts';
import { weightedLosses } from '../method/losses/weighted-loss-reference.ts';

const classes = ['happiness', 'fear', 'disgust'];
const weigh = (settings: readonly string[], counts: readonly number[] = [100, 10, 1]) =>
  classWeights(parseConfiguration(withSettings({}, settings), 'the test'), classes, counts);
const near = (found: readonly number[] | undefined, wanted: readonly number[]) => {
  assert.equal(found!.length, wanted.length);
  found!.forEach((value, index) => {
    assert.ok(Math.abs(value - wanted[index]!) <= 1e-9 * wanted[index]!, `${found} against ${wanted}`);
  });
};

suite('class weights', () => {
  test('are none unless asked for', () => {
    assert.equal(weigh([]), undefined);
  });

  test('by inverse frequency give every class the same say in all, and have mean 1', () => {
    const found = weigh(['classWeights=inverse-frequency'])!;
    near(
      found.map((weight, index) => weight * [100, 10, 1][index]!),
      [100 * found[0]!, 100 * found[0]!, 100 * found[0]!],
    );
    near([found.reduce((sum, weight) => sum + weight, 0)], [3]);
  });

  test('by effective number are those of the paper as PyTorch computes them', () => {
    for (const { counts, beta, weights } of weightedLosses.effectiveNumbers) {
      near(weigh(['classWeights=effective-number', `effectiveNumberBeta=${beta}`], counts), weights);
    }
  });

  test('by effective number lie between equal and inverse frequency', () => {
    near(weigh(['classWeights=effective-number', 'effectiveNumberBeta=0']), [1, 1, 1]);
    const near1 = weigh(['classWeights=effective-number', 'effectiveNumberBeta=0.9999999'])!;
    weigh(['classWeights=inverse-frequency'])!.forEach((weight, index) => {
      assert.ok(Math.abs(weight - near1[index]!) < 1e-4);
    });
  });

  test('may be told by name, on the command line too, and are 1 where nothing is said', () => {
    near(weigh(['classWeights={"fear":4}']), [0.5, 2, 0.5]);
    near(weigh(['classWeights.fear=4']), [0.5, 2, 0.5]);
  });

  test('of a class that is none are refused with the nearest name', async () => {
    const error = await refuses(
      (async () => weigh(['classWeights.fera=2']))(),
      'configuration',
      /^Cannot use classWeights: there is no class "fera"$/,
    );
    assert.equal(error.hint, 'Did you mean "fear"?');
    const far = await refuses((async () => weigh(['classWeights.xyzxyz=2']))(), 'configuration', /no class "xyzxyz"/);
    assert.equal(far.hint, 'Classes are happiness, fear, disgust');
  });

  test('of another kind are refused with the choices', async () => {
    for (const value of ['even', '3', '["fear"]']) {
      await refuses(
        (async () => weigh([`classWeights=${value}`]))(),
        'configuration',
        /"classWeights" is .+; expected "none" or "inverse-frequency" or "effective-number" or an object of weights above 0/,
      );
    }
    for (const value of [0, -1]) {
      await refuses(
        (async () => weigh([`classWeights.fear=${value}`]))(),
        'configuration',
        /"classWeights\.fear" is (0|-1); expected above 0$/,
      );
    }
    await refuses(
      (async () => weigh(['effectiveNumberBeta=1']))(),
      'configuration',
      /"effectiveNumberBeta" is 1; expected below 1$/,
    );
  });
});
