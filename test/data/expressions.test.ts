import assert from 'node:assert/strict';
import { test } from 'node:test';
import { className, expressions, orderedClasses, resolveExpression } from '../../src/data/expressions.ts';

test('knows the names that datasets give the eight expressions', () => {
  const named: Record<string, string> = {
    happy: 'happiness',
    Happiness: 'happiness',
    SAD: 'sadness',
    angry: 'anger',
    fearful: 'fear',
    afraid: 'fear',
    Surprised: 'surprise',
    disgusted: 'disgust',
    ' contempt ': 'contempt',
    no_expression: 'neutral',
  };
  for (const [name, expression] of Object.entries(named)) assert.equal(resolveExpression(name), expression);
  for (const name of expressions) assert.equal(resolveExpression(name), name);
});

test('leaves other names as they are', () => {
  assert.equal(resolveExpression('wink'), undefined);
  assert.equal(resolveExpression('constructor'), undefined);
  assert.equal(className('Wink'), 'Wink');
  assert.equal(className('Happy'), 'happiness');
});

test('orders expressions as the field does and own classes by name behind them', () => {
  assert.deepEqual(orderedClasses(['wink', 'anger', 'Wink', 'happiness', 'neutral', 'anger', '10', '9']), [
    'neutral',
    'happiness',
    'anger',
    '10',
    '9',
    'Wink',
    'wink',
  ]);
});

test('stores a class of the user’s own in composed Unicode, so that folders from any file system agree', () => {
  assert.equal(className('ge\u0302ne'), 'g\u00eane');
  assert.equal(className('g\u00eane'), 'g\u00eane');
});
