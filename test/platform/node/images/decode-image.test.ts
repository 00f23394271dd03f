// Images of every kind become 8-bit RGB; anything else is refused by name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { decodeImage } from '../../../../src/platform/node/images/decode-image.ts';

const width = 6;
const height = 4;
/** A different colour at every pixel, smooth, so that lossy formats stay near it. */
const colours = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
  const pixel = Math.floor(at / 3);
  return [40 * (pixel % width), 60 * Math.floor(pixel / width), 128][at % 3]!;
});
const image = (pixels: Uint8Array | Uint16Array = colours, channels: 1 | 2 | 3 | 4 = 3) =>
  sharp(pixels, { raw: { width, height, channels } });
const decode = (bytes: Uint8Array, limit?: number) => decodeImage(bytes, 'a.img', limit);
const grey = Uint8Array.from({ length: width * height }, (_, at) => 10 * at);
const tripled = (values: ArrayLike<number>) =>
  Uint8Array.from({ length: values.length * 3 }, (_, at) => values[Math.floor(at / 3)]!);

const near = (found: Uint8Array, expected: Uint8Array, distance: number) => {
  assert.equal(found.length, expected.length);
  const worst = Math.max(...found.map((value, at) => Math.abs(value - expected[at]!)));
  assert.ok(worst <= distance, `differs by ${worst}`);
};

test('decodes lossless formats to the exact pixels', async () => {
  for (const bytes of [
    await image().png().toBuffer(),
    await image().webp({ lossless: true }).toBuffer(),
    await image().tiff({ compression: 'lzw' }).toBuffer(),
  ])
    assert.deepEqual(await decode(bytes), { width, height, data: colours });
});

test('decodes lossy formats to nearly the same pixels', async () => {
  near((await decode(await image().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer())).data, colours, 3);
  near((await decode(await image().avif({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer())).data, colours, 4);
});

test('converts grey, 16-bit and 16-bit grey images to RGB', async () => {
  assert.deepEqual((await decode(await image(grey, 1).toColourspace('b-w').png().toBuffer())).data, tripled(grey));
  const wide = await image(Uint16Array.from(colours, (value) => value * 257))
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  assert.equal((await sharp(wide).metadata()).depth, 'ushort');
  assert.deepEqual((await decode(wide)).data, colours);
  const wideGrey = await image(
    Uint16Array.from(grey, (value) => value * 257),
    1,
  )
    .toColourspace('grey16')
    .png()
    .toBuffer();
  assert.equal((await sharp(wideGrey).metadata()).depth, 'ushort');
  assert.deepEqual((await decode(wideGrey)).data, tripled(grey));
});

test('converts CMYK to RGB', async () => {
  const cmyk = await image().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
  assert.equal((await sharp(cmyk).metadata()).channels, 4);
  const { data } = await decode(cmyk);
  assert.equal(data.length, width * height * 3);
  assert.ok(data[3 * (width - 1)]! > data[0]! + 60, 'red grows to the right');
});

test('flattens transparency on white, in 8 and 16 bits', async () => {
  const clear = Uint8Array.from({ length: width * height * 4 }, (_, at) =>
    at % 4 === 3 ? [0, 255][Math.floor(at / 4) % 2]! : 50,
  );
  const expected = Uint8Array.from({ length: width * height * 3 }, (_, at) => [255, 50][Math.floor(at / 3) % 2]!);
  assert.deepEqual((await decode(await image(clear, 4).png().toBuffer())).data, expected);
  const wide = Uint16Array.from(clear, (value) => value * 257);
  assert.deepEqual((await decode(await image(wide, 4).toColourspace('rgb16').png().toBuffer())).data, expected);
});

test('applies the EXIF orientation', async () => {
  const turned = await decode(await image().withMetadata({ orientation: 6 }).png().toBuffer());
  assert.deepEqual([turned.width, turned.height], [height, width]);
  // Orientation 6 is turned a quarter to the right: the first pixel was the lowest on the left.
  assert.deepEqual([...turned.data.subarray(0, 3)], [0, 60 * (height - 1), 128]);
});

test('takes the first frame of an animation', async () => {
  const frame = (value: number) =>
    image(new Uint8Array(width * height * 3).fill(value))
      .png()
      .toBuffer();
  const frames = await Promise.all([frame(255), frame(0), frame(128)]);
  for (const bytes of [
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer(),
    await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer(),
  ]) {
    assert.equal((await sharp(bytes).metadata()).pages, 3);
    assert.deepEqual(await decode(bytes), { width, height, data: new Uint8Array(width * height * 3).fill(255) });
  }
});

const refuses = (bytes: Uint8Array, message: RegExp, limit?: number) =>
  assert.rejects(decode(bytes, limit), (error: Error & { code?: string }) => {
    assert.deepEqual([error.name, error.code], ['MpaferError', 'image']);
    assert.match(error.message, /^Cannot decode "a\.img": /);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });

test('refuses files that are not images', async () => {
  await refuses(new Uint8Array(0), /the file is empty$/);
  await refuses(new TextEncoder().encode('hello'), /it is not an image/);
  await refuses(new Uint8Array(1000), /it is not an image/);
});

test('names a Git LFS pointer or a web page in place of an image', async () => {
  const text = (content: string) => new TextEncoder().encode(content);
  await refuses(
    text('version https://git-lfs.github.com/spec/v1\noid sha256:'),
    /it is a Git LFS pointer, not the file/,
  );
  await refuses(text('<!DOCTYPE html><html></html>'), /it is a web page, not the file itself$/);
});

test('refuses drawings, which may point to other files', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  for (const text of [svg, ` \n${svg}`, `\ufeff${svg}`])
    await refuses(new TextEncoder().encode(text), /drawing \(SVG\)/);
  await refuses(gzipSync(svg), /drawing \(SVG\)/);
  await refuses(Buffer.from(`\ufeff${svg}`, 'utf16le'), /it is not an image/);
});

test('says what a video and a HEIC picture are', async () => {
  const starting = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(300, 7)]);
  await refuses(
    starting('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
    /it is a HEIC picture, which cannot be decoded here; expected JPEG/,
  );
  await refuses(starting('\0\0\0\x18ftypisom\0\0\x02\0'), /it is a video; expected a picture$/);
});

test('refuses truncated images', async () => {
  const big = sharp(
    Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 7919) % 256),
    { raw: { width: 64, height: 64, channels: 3 } },
  );
  for (const bytes of [
    await big.clone().png().toBuffer(),
    await big.clone().jpeg().toBuffer(),
    await big.clone().webp().toBuffer(),
    await big.clone().gif().toBuffer(),
  ])
    await refuses(bytes.subarray(0, Math.floor(bytes.length / 2)), /it is damaged or cut short$/);
});

test('refuses more pixels than the limit before it decodes them', async () => {
  // A small PNG whose header says 400 million pixels.
  const bomb = await image().png().toBuffer();
  bomb.writeUInt32BE(20000, 16);
  bomb.writeUInt32BE(20000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  await refuses(bomb, /it has more than 100000000 pixels/);
  await refuses(await image().png().toBuffer(), /it has more than 23 pixels/, 23);
  assert.equal((await decode(await image().png().toBuffer(), 24)).width, width);
});

test('refuses extremely narrow images', async () => {
  const ribbon = sharp(new Uint8Array(3 * 1000), { raw: { width: 1000, height: 1, channels: 3 } });
  await refuses(
    await ribbon.png().toBuffer(),
    /it has 1000 x 1 pixels; expected one side at most 100 times the other$/,
  );
});
