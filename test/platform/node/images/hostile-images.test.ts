// Damaged images of every format: an image or MpaferError, nothing else, and no hang.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { MpaferError } from '../../../../src/core/errors.ts';
import { decodeImage } from '../../../../src/platform/node/images/decode-image.ts';

const side = 24;
const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => (at * at) % 251);
const source = () => sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
const originals = await Promise.all([
  source().png().toBuffer(),
  source().png({ palette: true }).toBuffer(),
  source().jpeg().toBuffer(),
  source().jpeg({ progressive: true }).withMetadata({ orientation: 3 }).toBuffer(),
  source().webp().toBuffer(),
  source().webp({ lossless: true }).toBuffer(),
  source().gif().toBuffer(),
  source().tiff({ compression: 'deflate' }).toBuffer(),
  source().avif({ effort: 0 }).toBuffer(),
]);

const damage = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  value: fc.nat(255),
  // Headers are where damage changes sizes and counts.
  nearStart: fc.nat(3).map((number) => number === 0),
});

test('returns an image of the declared size, or throws MpaferError', async () => {
  let decoded = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...originals),
      fc.array(damage, { maxLength: 3 }),
      fc.option(fc.nat(600), { freq: 1 }),
      async (original, changes, length) => {
        const bytes = new Uint8Array(original).slice(0, length ?? original.length);
        for (const { at, value, nearStart } of changes)
          bytes[Math.floor(at * (nearStart ? Math.min(64, bytes.length) : bytes.length))] = value;
        try {
          const image = await decodeImage(bytes, 'hostile', 1_000_000);
          assert.ok(image.width > 0 && image.width * image.height <= 1_000_000);
          assert.equal(image.data.length, image.width * image.height * 3);
          decoded++;
        } catch (error) {
          assert.ok(error instanceof MpaferError && error.code === 'image', String(error));
          refused++;
        }
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(decoded > 10 && refused > 50, `${decoded} decoded, ${refused} refused`);
});
