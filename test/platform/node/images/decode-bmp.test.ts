// Windows bitmaps, written here by their format's rules, become the pixels that were written.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decodeImage } from '../../../../src/platform/node/images/decode-image.ts';

const [width, height] = [5, 3];
const at = (x: number, y: number): readonly [number, number, number] => [40 * x, 60 * y, (x * 50 + y * 7) % 256];
const colours = Uint8Array.from({ length: width * height * 3 }, (_, place) => {
  const pixel = Math.floor(place / 3);
  return at(pixel % width, Math.floor(pixel / width))[place % 3]!;
});

interface Bitmap {
  readonly depth: 1 | 4 | 8 | 16 | 24 | 32;
  /** Rows of bytes, from the top, without the filling. */
  readonly rows: readonly (readonly number[])[];
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly topDown?: boolean;
  readonly size?: readonly [number, number];
  readonly compression?: number;
}

/** Header of 14 bytes, information of 40, palette as blue, green, red and nothing, rows from the bottom filled to four bytes. */
function bitmap({
  depth,
  rows,
  palette = [],
  topDown = false,
  size = [width, height],
  compression = 0,
}: Bitmap): Buffer {
  const header = Buffer.alloc(54 + 4 * palette.length);
  header.write('BM', 'latin1');
  header.writeUInt32LE(header.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(size[0], 18);
  header.writeInt32LE(topDown ? -size[1] : size[1], 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(depth, 28);
  header.writeUInt32LE(compression, 30);
  header.writeUInt32LE(palette.length, 46);
  for (const [index, colour] of palette.entries()) header.set(colour.toReversed(), 54 + 4 * index);
  const filled = rows.map((row) => Buffer.concat([Buffer.from(row), Buffer.alloc((4 - (row.length % 4)) % 4)]));
  return Buffer.concat([header, ...(topDown ? filled : filled.toReversed())]);
}

const rowsOf = (bytes: (x: number, y: number) => readonly number[]): number[][] =>
  Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => bytes(x, y)).flat());
const blueFirst = rowsOf((x, y) => at(x, y).toReversed());
const decode = (bytes: Uint8Array, limit?: number) => decodeImage(bytes, 'a.bmp', limit);
const refuses = (bytes: Uint8Array, message: RegExp, limit?: number) =>
  assert.rejects(decode(bytes, limit), { code: 'image', message });

suite('decodeBmp', () => {
  test('24 bits a pixel, from the bottom and from the top', async () => {
    for (const topDown of [false, true]) {
      assert.deepEqual(await decode(bitmap({ depth: 24, rows: blueFirst, topDown })), { width, height, data: colours });
    }
  });

  test('32 bits a pixel, whatever their alpha', async () => {
    for (const alpha of [0, 255]) {
      const rows = rowsOf((x, y) => [...at(x, y).toReversed(), alpha]);
      assert.deepEqual((await decode(bitmap({ depth: 32, rows }))).data, colours);
    }
  });

  test('palettes of 8, 4 and 1 bits: the colours that they name', async () => {
    const palette = Array.from({ length: width * height }, (_, pixel) => at(pixel % width, Math.floor(pixel / width)));
    const eight = bitmap({ depth: 8, rows: rowsOf((x, y) => [y * width + x]), palette });
    assert.deepEqual((await decode(eight)).data, colours);
    const pairs = [0, 2, 4].map((x) => (y: number) => ((y * width + x) << 4) | (x + 1 < width ? y * width + x + 1 : 0));
    const four = bitmap({ depth: 4, rows: [0, 1, 2].map((y) => pairs.map((pair) => pair(y))), palette });
    assert.deepEqual((await decode(four)).data, colours);
    const two = [at(1, 2), at(3, 0)] as const;
    const one = bitmap({ depth: 1, rows: [[0b01011000], [0b10100000], [0b11111000]], palette: two });
    const bits = [0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1];
    assert.deepEqual((await decode(one)).data, Uint8Array.from(bits.flatMap((bit) => two[bit]!)));
  });

  test('16 bits a pixel: five of each colour, stretched', async () => {
    const rows = rowsOf((x, y) => {
      const value = ((6 * x) << 10) | ((10 * y) << 5) | 31;
      return [value & 255, value >> 8];
    });
    const { data } = await decode(bitmap({ depth: 16, rows }));
    const fifth = (value: number) => Math.round((value * 255) / 31);
    assert.deepEqual([...data.subarray((width + 3) * 3, (width + 3) * 3 + 3)], [fifth(18), fifth(10), 255]);
  });

  test('masks define the position of each colour', async () => {
    const rows = rowsOf((x, y) => [...at(x, y), 9]);
    const file = bitmap({ depth: 32, rows, compression: 3 });
    const masks = Buffer.alloc(12);
    [0xff, 0xff00, 0xff0000].forEach((mask, index) => {
      masks.writeUInt32LE(mask, 4 * index);
    });
    file.writeUInt32LE(66, 10);
    const withMasks = Buffer.concat([file.subarray(0, 54), masks, file.subarray(54)]);
    assert.deepEqual((await decode(withMasks)).data, colours);
  });

  test('an index that the palette does not have is refused', async () => {
    const rows = rowsOf((x) => [x]);
    await refuses(bitmap({ depth: 8, rows, palette: [at(0, 0), at(1, 1)] }), /damaged or cut short/);
  });

  test('sizes that the file does not hold, or that are too large, are refused before room is made for them', async () => {
    const claims = (size: readonly [number, number]) => bitmap({ depth: 24, rows: blueFirst, size });
    await refuses(claims([100, 100]), /^Cannot decode "a\.bmp": it is damaged or cut short \(bitmap\)$/);
    await refuses(claims([2 ** 31 - 1, 2 ** 31 - 1]), /it has more than 100000000 pixels$/);
    await refuses(claims([0, 3]), /damaged or cut short/);
    await refuses(bitmap({ depth: 24, rows: blueFirst }).subarray(0, 80), /damaged or cut short/);
    await refuses(bitmap({ depth: 24, rows: blueFirst }), /it has more than 14 pixels$/, 14);
  });

  test('compressed bitmaps are refused by name', async () => {
    const runs = bitmap({ depth: 8, rows: [[5, 0, 0, 1]], compression: 1 });
    await refuses(runs, /this kind of bitmap is not supported \(8 bits per pixel, compression 1\)$/);
  });

  test('one side a hundred times the other is refused as in any format', async () => {
    const rows = [Array.from({ length: 3 * 101 }, () => 7)];
    await refuses(bitmap({ depth: 24, rows, size: [101, 1] }), /^Cannot decode "a\.bmp": it .*100/);
  });
});
