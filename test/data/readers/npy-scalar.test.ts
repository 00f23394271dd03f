import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MpaferError } from '../../../src/core/errors.ts';
import { npyScalar } from '../../../src/data/readers/affectnet/npy-scalar.ts';
import { npyFile } from '../npy-file.ts';

test('reads the bytes that NumPy wrote for a text and for a number', () => {
  // np.save of np.array('3') and np.array(3): the header is padded to 128 bytes.
  const header = (descr: string) =>
    `\x93NUMPY\x01\x00\x76\x00{'descr': '${descr}', 'fortran_order': False, 'shape': (), }`
      .padEnd(127, ' ')
      .concat('\n');
  const bytes = (text: string, ...value: number[]) =>
    Uint8Array.from([...text].map((unit) => unit.charCodeAt(0)).concat(value));
  assert.equal(npyScalar(bytes(header('<U1'), 0x33, 0, 0, 0), 'a.npy'), '3');
  assert.equal(npyScalar(bytes(header('<i8'), 3, 0, 0, 0, 0, 0, 0, 0), 'a.npy'), 3);
});

test('reads every type of number, both byte orders, shapes of one value and both header versions', () => {
  for (const descr of [
    '|i1',
    '<i2',
    '>i2',
    '<i4',
    '>i4',
    '<i8',
    '>i8',
    '<f4',
    '<f8',
    '>f8',
    '|u1',
    '<u2',
    '<u4',
    '<u8',
    '|b1',
  ]) {
    assert.equal(npyScalar(npyFile(1, descr), 'a.npy'), 1, descr);
  }
  assert.equal(npyScalar(npyFile(-1, '<i8'), 'a.npy'), -1);
  assert.equal(npyScalar(npyFile('7', '|S1'), 'a.npy'), '7');
  assert.equal(npyScalar(npyFile('7', '>U3'), 'a.npy'), '7');
  assert.equal(npyScalar(npyFile(5, '<i8', '(1,)'), 'a.npy'), 5);
  assert.equal(npyScalar(npyFile(5, '<i8', '(1, 1)', 2), 'a.npy'), 5);
});

test('refuses several values, other types and files cut short', () => {
  const refuse = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => npyScalar(bytes, 'a.npy'), { code: 'data', message });
  refuse(npyFile(1, '<i8', '(2,)'), /"a.npy": it holds 2 values; expected 1/);
  refuse(npyFile(1, '<i8', '(0,)'), /it holds 0 values/);
  refuse(npyFile(1, '|V8'.replace('V', 'O')), /its type is O8; expected a number or text/);
  refuse(npyFile(1, '<i8').slice(0, -1), /its value is cut short/);
  refuse(npyFile(1, '<i8').slice(0, 20), /its header is cut short/);
  refuse(new TextEncoder().encode('no such file at all'), /it is no .npy file/);
  refuse(new Uint8Array(0), /it is no .npy file/);
});

test('never fails but by a named error', () => {
  const whole = npyFile('3', '<U1');
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, length) => {
      const bytes = whole.slice(0, length);
      if (at < bytes.length) bytes[at] = value;
      try {
        npyScalar(bytes, 'a.npy');
      } catch (error) {
        assert.ok(error instanceof MpaferError, String(error));
      }
    }),
  );
});
