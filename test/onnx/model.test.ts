import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32, float64 } from '../../src/core/array.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { add } from '../../src/graph/ops/add.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { expand } from '../../src/graph/ops/expand.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { layerNorm } from '../../src/graph/ops/layer-norm.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { mean } from '../../src/graph/ops/mean.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { softmax } from '../../src/graph/ops/softmax.ts';
import { topK } from '../../src/graph/ops/top-k.ts';
import { transpose } from '../../src/graph/ops/transpose.ts';
import { quantisedLinear, standardQuantisedLinear } from '../../src/graph/quantised/linear.ts';
import { quantiseMatrix } from '../../src/graph/quantised/matrix.ts';
import { constant, input, type StoredArray, scalar, weight } from '../../src/graph/tensor.ts';
import { operatorSet } from '../../src/onnx/messages.ts';
import { writeOnnx } from '../../src/onnx/model.ts';
import { readModel } from './read-model.ts';

const x = input('x', ['B', 4]);

const stored = (file: StoredArray['file'], name: string, begin: number): StoredArray => ({
  name,
  file,
  type: 'float32',
  shape: [4],
  begin,
  end: begin + 16,
});

test('writes equal tensors once', () => {
  const make = () => softmax(exp(input('x', ['B', 4])));
  assert.deepEqual(writeOnnx({ y: add(make(), make()) }).operators, { Exp: 1, Softmax: 1, Add: 1, Identity: 1 });
});

test('tells apart what differs only in attributes, inputs or the sign of zero', () => {
  const rows = input('rows', [4, 4]);
  const { operators } = writeOnnx({
    a: add(reduceSum(rows, [0]), reduceSum(rows, [1])),
    b: add(multiply(rows, scalar(0)), multiply(rows, scalar(-0))),
    c: transpose(add(rows, scalar(2))),
    d: transpose(add(rows, scalar(2.5))),
  });
  assert.deepEqual(operators, { ReduceSum: 2, Mul: 2, Add: 4, Transpose: 2, Identity: 4 });
});

test('merges small constants by value and large ones by identity', () => {
  const small = () => constant(float32([1, 2, 3, 4], [4]));
  const values = new Float32Array(100);
  const large = () => constant(float32(values, [100]));
  const twin = constant(float32(new Float32Array(100), [100]));
  const { bytes } = writeOnnx({
    small: add(small(), small()),
    large: add(large(), large()),
    twins: add(large(), twin),
  });
  const lengths = readModel(bytes).initializers.map(({ lengths: [length] }) => length);
  assert.deepEqual(lengths.sort(), [100, 100, 4]);
  const types = writeOnnx({ a: scalar(1), b: scalar(1, 'float64'), c: constant(float64([1], [1])) });
  assert.equal(readModel(types.bytes).initializers.length, 3);
});

test('runs an operator with several outputs once', () => {
  const norm = layerNorm(x, constant(float32([1, 1, 1, 1], [4])), constant(float32([0, 0, 0, 0], [4])), 1e-5);
  const loss = reduceSum(topK(norm, 2).values);
  const { operators } = writeOnnx({ loss, gradient: gradients(loss, [x])[0]! });
  assert.equal(operators.LayerNormalization, 1);
  assert.equal(operators.TopK, 1);
});

test('writes only what the outputs need', () => {
  exp(x);
  const { operators, inputs } = writeOnnx({ y: add(x, scalar(1)) });
  assert.deepEqual(operators, { Add: 1, Identity: 1 });
  assert.deepEqual(inputs, [{ name: 'x', shape: ['B', 4], type: 'float32' }]);
});

test('lists inputs and outputs with their types and shapes', () => {
  const { inputs, outputs } = writeOnnx({ best: topK(x, 2).indices, total: reduceSum(x) });
  assert.deepEqual(
    inputs.map(({ name }) => name),
    ['x'],
  );
  assert.deepEqual(outputs, [
    { name: 'best', shape: ['B', 2], type: 'int64' },
    { name: 'total', shape: [], type: 'float32' },
  ]);
});

test('reads the length of the batch once, however often it is used', () => {
  const rows = expand(input('row', [4]), ['B', 4]);
  const hidden = linear(
    linear(input('patches', ['B', 3, 4]), input('m', [4, 4]), 'in-out'),
    input('n', [2, 4]),
    'out-in',
  );
  const { operators } = writeOnnx({ y: add(mean(add(rows, x)), mean(hidden)), z: mean(x, [0]) });
  assert.equal(operators.Shape, 1);
});

test('keeps names of its own apart from those of inputs and outputs', () => {
  const t1 = input('t1', [2]);
  const { bytes } = writeOnnx({ t0: exp(add(t1, scalar(1))), t2: exp(t1), t4: t1 });
  const { nodes, initializers } = readModel(bytes);
  const names = [...nodes.flatMap(({ outputs }) => outputs), ...initializers.map(({ name }) => name), 't1'];
  assert.equal(new Set(names).size, names.length, names.join(' '));
  for (const name of ['t0', 't2', 't4']) assert.ok(names.includes(name));
});

test('refuses one input name for two shapes or types', () => {
  assert.throws(() => writeOnnx({ y: add(x, reduceSum(input('x', ['B', 5]), [1], true)) }), {
    code: 'graph',
    message: 'Cannot feed one input "x" as float32 [B, 4] and as float32 [B, 5]',
  });
  assert.throws(() => writeOnnx({ y: x, z: input('x', ['B', 4], 'int64') }), /float32 \[B, 4\] and as int64 \[B, 4\]/);
});

test('refuses an output with the name of an input', () => {
  assert.throws(() => writeOnnx({ x: exp(x) }), {
    code: 'graph',
    message: 'Cannot give an output the name of the input "x"',
  });
});

test('refuses a batch that no input has', () => {
  assert.throws(() => writeOnnx({ y: expand(input('row', [4]), ['B', 4]) }), {
    code: 'graph',
    message: /none of its inputs has one/,
  });
});

test('keeps metadata and states its operator set', () => {
  const { bytes } = writeOnnx({ y: exp(x) }, { model: 'ViT-B/32', note: 'ünïcode, "quoted"' });
  const model = readModel(bytes);
  assert.deepEqual(model.metadata, { model: 'ViT-B/32', note: 'ünïcode, "quoted"' });
  assert.equal(model.operatorSet, operatorSet);
  assert.deepEqual(readModel(writeOnnx({ y: exp(x) }).bytes).metadata, {});
});

test('points at weights where they lie, each once, and holds none of their bytes', () => {
  const file = { name: '/models/clip/model.safetensors', source: '/models/clip/model.safetensors' };
  const bias = weight(stored(file, 'bias', 104));
  const model = writeOnnx({
    y: add(add(add(x, bias), weight(stored(file, 'scale', 120))), weight(stored(file, 'bias', 104))),
  });
  assert.deepEqual(model.files, [{ location: 'model.safetensors', source: file.source }]);
  const external = readModel(model.bytes).initializers.map((initializer) => initializer.external);
  assert.deepEqual(external, [
    { location: 'model.safetensors', offset: '104', length: '16' },
    { location: 'model.safetensors', offset: '120', length: '16' },
  ]);
  assert.ok(readModel(model.bytes).initializers.every(({ bytes }) => bytes === undefined));
});

test('names files in memory apart, and takes the last part of a path on any system', () => {
  const bytes = new Uint8Array(64);
  const first = { name: 'model.safetensors', source: bytes };
  const second = { name: 'model.safetensors', source: new Uint8Array(64) };
  const windows = { name: 'C:\\models\\text.safetensors', source: 'C:\\models\\text.safetensors' };
  const tensors = [first, second, windows].map((file) => weight(stored(file, 'w', 16)));
  const { files } = writeOnnx({ y: tensors.reduce(add, x) });
  assert.equal(new Set(files.map(({ location }) => location)).size, 3);
  assert.ok(files.every(({ location }) => /^[^/\\]+$/.test(location)));
  assert.equal(files[0]!.source, bytes);
  assert.equal(files[2]!.location, 'text.safetensors');
});

test('puts each node behind those that it needs', () => {
  const loss = mean(softmax(linear(x, input('m', [3, 4]), 'out-in')));
  const { nodes, initializers } = readModel(writeOnnx({ loss, slope: gradients(loss, [x])[0]! }).bytes);
  const known = new Set(['x', 'm', ...initializers.map(({ name }) => name)]);
  for (const { inputs, outputs } of nodes) {
    for (const name of inputs) assert.ok(known.has(name), `${name} is used before it is made`);
    for (const name of outputs) {
      assert.ok(!known.has(name), `${name} is made twice`);
      known.add(name);
    }
  }
});

test('refuses a model that is longer than the format allows', () => {
  // One piece of memory seen three times: three constants.
  const memory = new ArrayBuffer(800_000_000);
  const part = () => constant({ type: 'uint8', shape: [800_000_000], data: new Uint8Array(memory) });
  assert.throws(() => writeOnnx({ a: part(), b: part(), c: part() }), {
    code: 'graph',
    message: /^Cannot write an ONNX model of 24000\d+ bytes: the format's limit is 2147483548$/,
  });
});

test("names the runtime's own operators by their domain, and that domain only where one is used", () => {
  const rows = input('rows', [2, 4]);
  const matrix = quantiseMatrix(float32(new Float32Array(12).fill(1), [3, 4]), 'out-in');
  const domain = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes).split('com.microsoft').length - 1;
  const own = writeOnnx({ y: quantisedLinear(rows, matrix) });
  assert.equal(domain(own.bytes), 2, 'of the node, and among the sets of operators');
  assert.ok(readModel(own.bytes).nodes.some(({ type }) => type === 'MatMulIntegerToFloat'));
  assert.equal(readModel(own.bytes).operatorSet, 18);
  assert.equal(domain(writeOnnx({ y: standardQuantisedLinear(rows, matrix) }).bytes), 0);
});

test('written for a GPU, a graph asks for no shapes: it knows the batch by a row of ones', () => {
  const rows = input('rows', ['B', 3, 2]);
  const spread = multiply(add(rows, expand(input('row', [2]), ['B', 3, 2])), mean(rows));
  const { operators } = writeOnnx({ loss: mean(spread), slope: gradients(mean(spread), [rows])[0]! }, {}, 'webgpu');
  assert.equal(operators.Shape, undefined);
  assert.equal(operators.Clip, 1);
  assert.ok(writeOnnx({ loss: mean(spread) }).operators.Shape === 1);
});

test('written for a GPU, a batch of whole numbers alone is still asked for its length', () => {
  const rows = gather(input('table', [4, 2]), input('ids', ['B'], 'int64'));
  assert.equal(writeOnnx({ loss: mean(rows) }, {}, 'webgpu').operators.Shape, 1);
});
