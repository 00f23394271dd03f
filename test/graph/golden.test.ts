// Every operator's value and gradient is PyTorch's, in both precisions.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { inOrder } from '../../src/graph/order.ts';
import type { Operator, Tensor } from '../../src/graph/tensor.ts';
import { writeOnnx } from '../../src/onnx/model.ts';
import { tolerances } from '../tolerances.ts';
import { operatorCases } from './cases.ts';
import { inputsOf, proveCase } from './golden.ts';
import { goldenCases } from './read-golden.ts';

const engine = nodeEngine({ threads: 1 });
/** On processors too: what is written for a GPU are standard nodes. */
const writtenForGpu = {
  compile: (outputs: Readonly<Record<string, Tensor>>) => engine.load(writeOnnx(outputs, {}, 'webgpu')),
};
after(() => engine.close());

test('has a golden value for each case and a case for each golden value', () => {
  assert.deepEqual(operatorCases.map(({ name }) => name).sort(), Object.keys(goldenCases).sort());
});

test('has a case for every operator', async () => {
  const built = operatorCases.map((each) => each.build(...inputsOf(each, goldenCases[each.name]!, 'float32')));
  const proven = new Set(inOrder(built).map(({ operator }) => operator));
  const folder = new URL('../../src/graph/ops/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const exported: Record<string, unknown> = await import(new URL(file, folder).href);
    for (const [name, operator] of Object.entries(exported)) {
      if (name.endsWith('Operator')) assert.ok(proven.has(operator as Operator), `${name} has no case`);
    }
  }
});

for (const each of operatorCases) {
  const golden = goldenCases[each.name]!;
  test(`${each.name}: value and gradient in float64`, () =>
    proveCase(engine, each, golden, 'float64', tolerances.golden64));
  test(`${each.name}: value and gradient in float32`, () =>
    proveCase(engine, each, golden, 'float32', tolerances.golden32));
  test(`${each.name}: value and gradient in float32, as it is written for a GPU`, () =>
    proveCase(writtenForGpu, each, golden, 'float32', tolerances.golden32));
}
