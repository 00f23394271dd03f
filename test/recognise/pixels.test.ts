import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MpaferError } from '../../src/core/errors.ts';
import { type RawPixels, rgbPixels } from '../../src/recognise/pixels.ts';

const rgb = (data: RawPixels['data'], more: Partial<RawPixels> = {}) =>
  Array.from(rgbPixels({ width: 2, height: 1, data, ...more }).data);

suite('raw pixels', () => {
  test('in RGB bytes are passed on without a copy', () => {
    const data = Uint8Array.of(1, 2, 3, 4, 5, 6);
    assert.equal(rgbPixels({ width: 2, height: 1, data }).data, data);
    const clamped = Uint8ClampedArray.from(data);
    assert.equal(rgbPixels({ width: 2, height: 1, data: clamped }).data.buffer, clamped.buffer);
  });

  test('in grey are repeated, and transparency is laid on white', () => {
    assert.deepEqual(rgb(Uint8Array.of(7, 9)), [7, 7, 7, 9, 9, 9]);
    assert.deepEqual(rgb(Uint8Array.of(1, 2, 3, 255, 0, 100, 200, 51)), [1, 2, 3, 204, 224, 244]);
  });

  test('in numbers are converted where they are whole and from 0 to 255', () => {
    assert.deepEqual(rgb([1, 2, 3, 4, 5, 255]), [1, 2, 3, 4, 5, 255]);
    assert.deepEqual(rgb(Float32Array.of(0, 0, 0, 9, 9, 9)), [0, 0, 0, 9, 9, 9]);
  });

  const wrong: Readonly<Record<string, readonly [RawPixels['data'], Partial<RawPixels>, RegExp]>> = {
    'of another length': [new Uint8Array(5), {}, /its data has 5 values; expected 2, 6 or 8 for 2 x 1 pixels$/],
    'of another length than their channels say': [new Uint8Array(8), { channels: 3 }, /8 values; expected 6 for 2 x 1/],
    'with two channels': [new Uint8Array(4), { channels: 2 }, /it has 2 channels; expected 1, 3 or 4$/],
    'that are empty': [new Uint8Array(0), {}, /its data has 0 values/],
    'of no size': [new Uint8Array(0), { width: 0 }, /its size is 0 x 1; expected two whole numbers from 1$/],
    'of half a size': [new Uint8Array(6), { height: 0.5 }, /its size is 2 x 0\.5; /],
    'without data': [undefined as never, {}, /its data is of type Undefined; expected a Uint8Array/],
    'in 16 bits': [Uint16Array.of(1, 2, 3, 4, 5, 6), {}, /its data is of type Uint16Array; expected a Uint8Array/],
    'in text': ['abcdef' as never, {}, /its data is of type String; /],
    'from 0 to 1': [Float32Array.of(0, 0.5, 1, 0, 0, 0), {}, /value 1 of its data is 0\.5; expected whole numbers/],
    'that are all 0 or 1': [[0, 1, 1, 0, 0, 1], {}, /the largest value of its data is 1; expected 0 to 255/],
    'with one that is no number': [Float32Array.of(9, 9, 9, 9, 9, Number.NaN), {}, /value 5 of its data is NaN; /],
    'beyond 255': [[0, 0, 0, 0, 0, 256], {}, /value 5 of its data is 256; /],
  };
  for (const [kind, [data, more, message]] of Object.entries(wrong)) {
    test(`${kind} are refused`, () => {
      assert.throws(
        () => rgb(data, more),
        (error) => error instanceof MpaferError && error.code === 'image' && message.test(error.message),
      );
    });
  }
});
