import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { type PretrainState, readCheckpoint, writeCheckpoint } from '../../src/pretrain/pretrain-checkpoint.ts';
import { writeSealed } from '../../src/safetensors/seal.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';

const state: PretrainState = {
  stage: 'text',
  step: 12,
  parameters: new Map([['text.projection', float32([1, 2, 3, 4], [2, 2])]]),
  average: new Map([['text.projection', float32([5, 6, 7, 8], [2, 2])]]),
  optimiser: {
    step: 12,
    first: new Map([['text.projection', Float32Array.of(0.1, 0.2, 0.3, 0.4)]]),
    second: new Map([['text.projection', Float32Array.of(9, 8, 7, 6)]]),
  },
};

test('reading returns the state and the record that were written', () => {
  const found = readCheckpoint(writeCheckpoint(state, { seed: '3' }), 'a file');
  assert.deepEqual(found.state, state);
  assert.deepEqual(found.record, { seed: '3' });
});

test('equal states give equal bytes', () => {
  assert.deepEqual(writeCheckpoint(state, {}), writeCheckpoint(state, {}));
});

test('training on a state that was read leaves its bytes unchanged', () => {
  const bytes = writeCheckpoint(state, {});
  const before = bytes.slice();
  (readCheckpoint(bytes, 'a file').state.parameters.get('text.projection')!.data as Float32Array).fill(0);
  assert.deepEqual(bytes, before);
});

test('rejects a file of another kind', () => {
  const other = writeSafetensors({ a: float32([1], [1]) });
  assert.throws(
    () => readCheckpoint(other, 'other.safetensors'),
    (error: MpaferError) =>
      error instanceof MpaferError &&
      error.code === 'checkpoint' &&
      error.message === 'Cannot resume from "other.safetensors": it is not a pretraining checkpoint',
  );
});

test('rejects a truncated file', () => {
  const bytes = writeCheckpoint(state, {});
  assert.throws(
    () => readCheckpoint(bytes.subarray(0, bytes.length - 4), 'cut'),
    (error: MpaferError) => error instanceof MpaferError && error.code === 'safetensors',
  );
});

test('rejects a file with any single bit flipped, always as MpaferError', () => {
  const bytes = writeCheckpoint(state, { seed: '3' });
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    assert.throws(
      () => readCheckpoint(bytes, 'flipped'),
      (error) => error instanceof MpaferError && ['checkpoint', 'safetensors'].includes(error.code),
      `bit ${bit}`,
    );
    bytes[bit >> 3]! ^= 1 << (bit & 7);
  }
});

test('rejects invalid content', () => {
  for (const content of ['', '{', '[]', '{"stage":"image"}', '{"stage":"x","step":1,"optimiserStep":1,"record":{}}'])
    assert.throws(() => readCheckpoint(writeSealed({}, { format: 'mpafer-pretraining-1', content }), 'odd'), {
      code: 'checkpoint',
      message: 'Cannot resume from "odd": its content is not a valid pretraining state',
    });
});
