// Small files that would be gigabytes: refused by name, or read without them.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { MpaferError } from '../../../../src/core/errors.ts';
import { decodeImage } from '../../../../src/platform/node/images/decode-image.ts';
import { pngChunks, pngHeader, pngOf } from '../../../hostile/hostile-images.ts';

const solid = (side: number) => sharp({ create: { width: side, height: side, channels: 3, background: '#808080' } });
const png = new Uint8Array(await solid(16).png().toBuffer());
const jpeg = await solid(16).jpeg().toBuffer();
const gif = await solid(16).gif().toBuffer();
const webp = await solid(16).webp({ lossless: true }).toBuffer();

const withPng = (...header: Parameters<typeof pngHeader>) => pngOf([pngHeader(...header), ...pngChunks(png).slice(1)]);

/** How much more memory the process has ever had, in megabytes, for looking at the bytes. */
async function growthOf(bytes: Uint8Array, check: (outcome: unknown) => void): Promise<number> {
  const before = process.resourceUsage().maxRSS;
  check(await decodeImage(bytes, 'bomb').catch((error: unknown) => error));
  return (process.resourceUsage().maxRSS - before) / 1024;
}

async function refuses(bytes: Uint8Array, message = /^Cannot decode "bomb": /): Promise<void> {
  const growth = await growthOf(bytes, (error) => {
    assert.ok(error instanceof MpaferError && error.code === 'image', String(error));
    assert.match(error.message, message);
  });
  assert.ok(growth < 200, `${growth} MB`);
}

suite('sizes that only the header has', () => {
  test('PNG of 2 billion columns and rows, and just above the limit', async () => {
    await refuses(withPng(2 ** 31 - 1, 2 ** 31 - 1));
    await refuses(withPng(10_001, 10_000), /it has more than 100000000 pixels$/);
    await refuses(withPng(0, 16));
  });

  test('JPEG of 65,000 and of 65,535 columns and rows', async () => {
    const bytes = Buffer.from(jpeg);
    const frame = bytes.indexOf(Buffer.of(0xff, 0xc0));
    bytes.writeUInt16BE(65_000, frame + 5);
    bytes.writeUInt16BE(65_000, frame + 7);
    await refuses(bytes, /it has more than 100000000 pixels$/);
    bytes.writeUInt32BE(0xffff_ffff, frame + 5);
    await refuses(bytes, /it is damaged or cut short$/);
  });

  test('GIF of 65,535 columns and rows, and with a frame of as many', async () => {
    const bytes = Buffer.from(gif);
    bytes.writeUInt32LE(0xffff_ffff, 6);
    // A screen that is so much larger than its only frame is not believed.
    const growth = await growthOf(bytes, (outcome) => assert.equal((outcome as { width: number }).width, 16));
    assert.ok(growth < 200, `${growth} MB`);
    bytes.writeUInt32LE(0xffff_ffff, bytes.indexOf(Buffer.of(0x2c, 0, 0, 0, 0)) + 5);
    await refuses(bytes);
  });

  test('WebP of 16,384 columns and rows', async () => {
    const bytes = Buffer.from(webp);
    const size = bytes.indexOf(0x2f, 20) + 1;
    bytes.writeUInt32LE((0x3fff | (0x3fff << 14)) >>> 0, size);
    await refuses(bytes);
  });
});

suite('content that unpacks to far more than it is', () => {
  test('PNG whose rows go on for 300 MB behind the last is read to the last row', async () => {
    const rows = new Uint8Array(300_000_000);
    const chunks = [pngHeader(16, 16), { type: 'IDAT', data: new Uint8Array(deflateSync(rows, { level: 1 })) }];
    const growth = await growthOf(pngOf([...chunks, { type: 'IEND', data: new Uint8Array(0) }]), (outcome) => {
      assert.ok(outcome instanceof MpaferError || (outcome as { width: number }).width === 16);
    });
    assert.ok(growth < 200, `${growth} MB`);
  });

  test('PNG with texts and profiles of 300 MB', async () => {
    const packed = deflateSync(new Uint8Array(300_000_000), { level: 1 });
    for (const type of ['zTXt', 'iCCP']) {
      const [header, ...rest] = pngChunks(png);
      const chunk = { type, data: new Uint8Array(Buffer.concat([Buffer.from('a\0\0'), packed])) };
      const growth = await growthOf(pngOf([header!, chunk, ...rest]), (outcome) => {
        assert.ok(outcome instanceof MpaferError || (outcome as { width: number }).width === 16, String(outcome));
      });
      assert.ok(growth < 200, `${type} ${growth} MB`);
    }
  });

  test('GIF of a thousand frames: the first is read, and no other', async () => {
    const bytes = await solid(1000).gif().toBuffer();
    const frame = bytes.indexOf(Buffer.of(0x2c, 0, 0, 0, 0));
    const parts = [
      bytes.subarray(0, frame),
      ...new Array<Buffer>(1000).fill(bytes.subarray(frame, -1)),
      Buffer.of(0x3b),
    ];
    const growth = await growthOf(Buffer.concat(parts), (outcome) => {
      assert.deepEqual(
        [(outcome as { width: number }).width, (outcome as { height: number }).height],
        [1000, 1000],
        String(outcome),
      );
    });
    assert.ok(growth < 200, `${growth} MB`);
  });
});

test('a file truncated within its pixels is refused in every format', async () => {
  for (const bytes of [png, jpeg, gif, webp])
    await refuses(new Uint8Array(bytes).slice(0, Math.floor(bytes.length * 0.6)));
});
