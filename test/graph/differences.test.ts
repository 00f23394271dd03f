// Every operator's derivative, and the derivative of its derivative, is what finite differences find.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { float64 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { input } from '../../src/graph/tensor.ts';
import { tolerances } from '../tolerances.ts';
import { operatorCases } from './cases.ts';
import { type Question, slopesOf } from './differences.ts';
import { feedsOf, inputsOf } from './golden.ts';
import { goldenCases } from './read-golden.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());

const numbers = random(1).split('differences');

for (const each of operatorCases) {
  const golden = goldenCases[each.name]!;
  if (golden.gradients === undefined || each.notSmooth !== undefined) continue;
  const inputs = inputsOf(each, golden, 'float64');
  const moving = inputs.filter((_, index) => golden.gradients![index] !== null);
  const targets = Object.fromEntries(moving.map((tensor) => [String(tensor.attributes.name), tensor]));
  const value = each.build(...inputs);
  const weights = input('weights', value.shape, 'float64');
  const feeds = feedsOf(golden, 'float64');
  feeds.weights = float64(golden.cotangent!, golden.value.shape);

  test(`${each.name}: the derivative is the slope`, () =>
    requireEqualSlopes({ loss: reduceSum(multiply(weights, value)), targets, feeds }, each.name));

  test(`${each.name}: the derivative of the derivative is its slope`, () => {
    // Cubed, so that a linear operator and a root too have a second derivative; and a random mixture of all first ones.
    const cube = multiply(value, multiply(value, value));
    const inner = gradients(reduceSum(multiply(weights, cube)), moving);
    const fed = { ...feeds };
    const mixed = inner.map((gradient, index) => {
      const { data, shape } = feeds[String(moving[index]!.attributes.name)]!;
      const stream = numbers.split('mixture', index);
      fed[`mixture${index}`] = float64(Array.from({ length: data.length }, stream.normal), shape);
      return reduceSum(multiply(gradient, input(`mixture${index}`, gradient.shape, 'float64')));
    });
    const loss = mixed.reduce(add);
    return requireEqualSlopes({ loss, targets, feeds: fed }, `${each.name}, twice`);
  });
}

async function requireEqualSlopes(question: Question, name: string): Promise<void> {
  const { derived, measured } = await slopesOf(engine, question, numbers.split(name));
  assert.ok(Math.abs(derived) > 1e-6, `the slope is ${derived}: a check of nothing`);
  const error = Math.abs(derived - measured) / Math.abs(derived);
  assert.ok(error <= tolerances.differences, `derived ${derived}, measured ${measured}: off by ${error}`);
}
