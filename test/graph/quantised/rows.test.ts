// Rows in 8 bits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { float32 } from '../../../src/core/array.ts';
import { quantisedRows } from '../../../src/graph/quantised/rows.ts';
import { input } from '../../../src/graph/tensor.ts';
import { engine } from '../../support/evaluate.ts';

const width = 6;
const program = await engine.compile(quantisedRowsOf());

function quantisedRowsOf() {
  const { values, sizes } = quantisedRows(input('x', ['B', width]));
  return { values, sizes };
}

test('every number is found again within half a step of its row, whatever the size of the others', async () => {
  const row = fc.tuple(
    fc.integer({ min: -20, max: 20 }),
    fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: width, maxLength: width }),
  );
  const property = fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
    const x = Float32Array.from(rows.flatMap(([power, values]) => values.map((value) => value * 2 ** power)));
    const { values, sizes } = await program.run({ x: float32(x, [rows.length, width]) });
    assert.deepEqual(sizes.shape, [rows.length, 1]);
    for (let at = 0; at < x.length; at++) {
      const size = sizes.data[Math.floor(at / width)] as number;
      const found = (((values.data[at] as number) - 128) * size) / 127;
      assert.ok(Math.abs(found - x[at]!) <= 0.5001 * (size / 127), `${x[at]} as ${found}`);
    }
  });
  await fc.assert(property, { numRuns: 100 });
});

test('a row of zeros is zeros, and its largest number is at the limit otherwise', async () => {
  const { values } = await program.run({ x: float32([0, 0, 0, 0, 0, 0, 1, -2, 0, 0, 0, 0.5], [2, width]) });
  assert.deepEqual([...values.data], [128, 128, 128, 128, 128, 128, 192, 1, 128, 128, 128, 160]);
});
