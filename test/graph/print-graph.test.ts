import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { layerNorm } from '../../src/graph/ops/layer-norm.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { softmax } from '../../src/graph/ops/softmax.ts';
import { topK } from '../../src/graph/ops/top-k.ts';
import { printGraph } from '../../src/graph/print-graph.ts';
import { constant, input, scalar, weight } from '../../src/graph/tensor.ts';

test('prints a line for each operator with shapes, inputs and attributes, in columns', () => {
  const stored = {
    name: 'visual.proj',
    file: { name: 'model.safetensors', source: 'model.safetensors' },
    type: 'float32',
    shape: [512, 768],
    begin: 0,
    end: 4 * 512 * 768,
  } as const;
  const y = softmax(linear(input('image', ['B', 768]), weight(stored), 'out-in'));
  assert.equal(
    printGraph(y),
    [
      '0  input    float32 [B, 768]    "image"',
      '1  weight   float32 [512, 768]  "visual.proj"',
      '2  linear   float32 [B, 512]    0 1 layout=out-in',
      '3  softmax  float32 [B, 512]    2',
    ].join('\n'),
  );
});

test('prints few values of a constant and counts many', () => {
  const x = input('x', [6]);
  const text = printGraph(add(add(x, scalar(0.5)), constant(float32([1, 2, 3, 4, 5, 6], [6]))));
  assert.match(text, /^1 {2}constant {2}float32 \[\] {3}0\.5$/m);
  assert.match(text, /^3 {2}constant {2}float32 \[6\] {2}6 values$/m);
});

test('prints equal tensors once', () => {
  const once = () => softmax(input('x', [3]));
  assert.equal(printGraph(add(once(), once())).split('\n').length, 3);
});

test('names the output of an operator that has several', () => {
  const x = input('x', [2, 4]);
  const norm = layerNorm(x, input('s', [4]), input('b', [4]), 1e-5);
  const text = printGraph(gradients(reduceSum(topK(norm, 2).values), [x])[0]!);
  assert.match(text, / {2}scatterElements +float32 \[2, 4\] +\d+ \d+\.1 \d+ axis=1$/m);
  assert.match(text, / {2}subtract +float32 \[2, 4\] +0 3\.1$/m);
  assert.match(text, / epsilon=0\.00001$/m);
});
