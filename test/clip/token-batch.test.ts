// Token sequences in one array: padding, ends, and refusal instead of silent cuts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tokenBatch } from '../../src/clip/token-batch.ts';
import { MpaferError } from '../../src/core/errors.ts';

const tokens = { endToken: 9, padToken: 0, positions: 6 };

test('is cut right behind the longest end token, and padded', () => {
  const { ids, ends, length } = tokenBatch(
    [
      [8, 1, 9],
      [8, 2, 3, 4, 9],
      [8, 9],
    ],
    tokens,
  );
  assert.equal(length, 5);
  assert.deepEqual(ids.shape, [3, 5]);
  assert.deepEqual(Array.from(ids.data, Number), [8, 1, 9, 0, 0, 8, 2, 3, 4, 9, 8, 9, 0, 0, 0]);
  assert.deepEqual([ends.type, ends.shape], ['int64', [3]]);
  assert.deepEqual(Array.from(ends.data, Number), [2, 9, 11]);
});

test('drops what stands behind the first end token', () => {
  const { ids, length } = tokenBatch([[8, 1, 9, 5, 9]], tokens);
  assert.equal(length, 3);
  assert.deepEqual(Array.from(ids.data, Number), [8, 1, 9]);
});

test('has the length that is asked for', () => {
  const { ids, ends } = tokenBatch([[8, 1, 9]], tokens, 5);
  assert.deepEqual(Array.from(ids.data, Number), [8, 1, 9, 0, 0]);
  assert.deepEqual(Array.from(ends.data, Number), [2]);
});

test('pads with the pad token of the model', () => {
  const { ids } = tokenBatch([[8, 9]], { ...tokens, padToken: 7 }, 4);
  assert.deepEqual(Array.from(ids.data, Number), [8, 9, 7, 7]);
});

const refuses = (action: () => unknown, message: RegExp) =>
  assert.throws(
    action,
    (error) => error instanceof MpaferError && error.code === 'text-too-long' && message.test(error.message),
  );

test('takes a text that fills all positions and refuses one more', () => {
  assert.equal(tokenBatch([[8, 1, 2, 3, 4, 9]], tokens).length, 6);
  refuses(
    () =>
      tokenBatch(
        [
          [8, 9],
          [8, 1, 2, 3, 4, 5, 9],
        ],
        tokens,
      ),
    /Cannot use text 1: it has 7 tokens; expected at most 6$/,
  );
});

test('refuses a text that does not fit the length that is asked for', () => {
  refuses(() => tokenBatch([[8, 1, 2, 9]], tokens, 3), /it has 4 tokens; expected at most 3$/);
});

test('refuses a text without an end token', () => {
  refuses(() => tokenBatch([[8, 1]], tokens), /it has 2 tokens and no end token; expected one within 6$/);
});

test('calls a text what the caller calls it', () => {
  refuses(() => tokenBatch([[8]], tokens, undefined, (index) => `caption ${index + 1}`), /^Cannot use caption 1: /);
});

test('every sequence can be read back', () => {
  const sequence = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 5 }).map((words) => [...words, 9]);
  fc.assert(
    fc.property(fc.array(sequence, { minLength: 1, maxLength: 6 }), (sequences) => {
      const { ids, ends, length } = tokenBatch(sequences, tokens);
      assert.equal(length, Math.max(...sequences.map((own) => own.length)));
      sequences.forEach((own, row) => {
        const end = Number(ends.data[row]);
        assert.deepEqual(Array.from(ids.data.slice(row * length, end + 1), Number), own);
        assert.ok(ids.data.slice(end + 1, (row + 1) * length).every((id) => Number(id) === 0));
      });
    }),
  );
});

test('takes more sequences than a function takes arguments', () => {
  const { ids } = tokenBatch(new Array<number[]>(200_000).fill([8, 9]), tokens);
  assert.deepEqual(ids.shape, [200_000, 2]);
});
