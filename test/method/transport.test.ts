// Balanced transport between patches and classes: PyTorch's values, equal shares, and what each end of the plan sums to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../src/core/array.ts';
import { constant } from '../../src/graph/tensor.ts';
import { transportPlan, transportSimilarity } from '../../src/method/transport.ts';
import { expectClose } from '../contract/expect.ts';
import { evaluate, valuesOf } from '../support/evaluate.ts';
import { tolerances } from '../tolerances.ts';
import { arrayOf, expectReference, promptKinds } from './prompt-kinds-reference.ts';

for (const wanted of promptKinds.transport) {
  const [batch, classes, patches] = wanted.plan.shape as [number, number, number];
  test(`of ${batch} faces, ${patches} patches to ${classes} classes, similarity and gradients are PyTorch's`, async () => {
    await expectReference(wanted, ({ features, text }) => transportSimilarity(features!, text!, 1).local);
  });

  test(`of ${batch} faces, ${patches} patches are given away as a whole, to ${classes} classes alike`, async () => {
    const features = constant(arrayOf(wanted.inputs.features!));
    const text = constant(arrayOf(wanted.inputs.text!));
    const { patchSimilarity, topPatches } = transportSimilarity(features, text, 1);
    const found = await evaluate({ plan: transportPlan(patchSimilarity), topPatches });
    expectClose(found.plan.data, wanted.plan.data, tolerances.golden64, 'plan');
    const plan = Array.from(found.plan.data, Number);
    for (let row = 0; row < batch * classes; row++) {
      const own = plan.slice(row * patches, (row + 1) * patches);
      expectClose([own.reduce((sum, value) => sum + value, 0)], [1], tolerances.golden64, 'mass of a class');
      assert.equal(own.indexOf(Math.max(...own)), Number(found.topPatches.data[row]), 'the patch of most weight');
    }
    for (let face = 0; face < batch; face++) {
      for (let patch = 0; patch < patches; patch++) {
        const column = Array.from({ length: classes }, (_, own) => plan[(face * classes + own) * patches + patch]!);
        const mass = column.reduce((sum, value) => sum + value, 0);
        // Random vectors differ by far more than the patches of a face, so that ten rounds leave them less alike.
        assert.ok(Math.abs(mass - classes / patches) < (0.15 * classes) / patches, `a patch has mass ${mass}`);
      }
    }
  });
}

test('a patch that two classes want goes to the one that has no other', async () => {
  // Both classes like the first patch best, the second class alone likes another too.
  const plan = await valuesOf(transportPlan(constant(float64([0.9, 0.1, 0.9, 0.8], [1, 2, 2]))));
  assert.ok(plan[0]! > 0.9, `${plan}`);
  assert.ok(plan[3]! > 0.9, `${plan}`);
});
