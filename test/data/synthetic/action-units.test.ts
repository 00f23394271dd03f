import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { expressions } from '../../../src/data/expressions.ts';
import { type ActionUnit, actionOf, actionUnits } from '../../../src/data/synthetic/action-units.ts';

const drawn = (expression: (typeof expressions)[number], count = 200) =>
  Array.from({ length: count }, (_, seed) => actionOf(expression, random(seed).split(expression)));

/** What the literature finds in every such face. */
const marks: Readonly<Record<string, readonly ActionUnit[]>> = {
  happiness: ['AU6', 'AU12'],
  sadness: ['AU1', 'AU15'],
  surprise: ['AU1', 'AU2', 'AU5', 'AU26'],
  fear: ['AU1', 'AU4', 'AU5', 'AU20'],
  disgust: ['AU9', 'AU10'],
  anger: ['AU4', 'AU7', 'AU38'],
  contempt: ['AU12', 'AU14'],
};

test('each expression moves what it is known by', () => {
  for (const [name, units] of Object.entries(marks)) {
    for (const action of drawn(name as (typeof expressions)[number])) {
      for (const unit of units) assert.ok(action.units[unit] > 0.25, `${name} ${unit} is ${action.units[unit]}`);
    }
  }
});

test('a neutral face moves nothing but a trace', () => {
  for (const { units } of drawn('neutral')) for (const value of Object.values(units)) assert.ok(value <= 0.1);
});

test('contempt alone is one-sided, on either side', () => {
  assert.deepEqual(new Set(drawn('contempt').map(({ side }) => side)), new Set([-1, 1]));
  for (const name of expressions.filter((other) => other !== 'contempt')) {
    assert.ok(drawn(name, 20).every(({ side }) => side === 0));
  }
});

test('every unit has an intensity from 0 to about 1, and faces differ', () => {
  for (const name of expressions) {
    const all = drawn(name);
    for (const { units } of all) {
      assert.deepEqual(Object.keys(units), Object.keys(actionUnits));
      for (const value of Object.values(units)) assert.ok(value >= 0 && value < 1.25);
    }
    assert.ok(new Set(all.map((action) => JSON.stringify(action))).size > 50);
  }
});
