// Images of more than 8 bits: what their values mean, found in the values themselves.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import sharp from 'sharp';
import { decodeImage } from '../../../../src/platform/node/images/decode-image.ts';
import { refuses } from '../../../data/refuses.ts';
import { type SampleFormat, writeTiff } from './write-tiff.ts';

const [width, height] = [8, 8];

/** From black to `white` over the pixels, each channel alike. */
const ramp = (white: number, channels: 1 | 3): number[] =>
  Array.from(
    { length: width * height * channels },
    (_, at) => (Math.floor(at / channels) / (width * height - 1)) * white,
  );

const expected = Uint8Array.from(ramp(255, 3), (value) => Math.round(value));

function near(found: Uint8Array, within: number): void {
  assert.equal(found.length, expected.length);
  const worst = Math.max(...found.map((value, at) => Math.abs(value - expected[at]!)));
  assert.ok(worst <= within, `differs by ${worst}`);
}

const decode = (bytes: Uint8Array) => decodeImage(bytes, 'a.img');

const png16 = (white: number, channels: 1 | 3) =>
  sharp(Uint16Array.from(ramp(white, channels)), { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'grey16' : 'rgb16')
    .png()
    .toBuffer();

const tiff = (white: number, channels: 1 | 3, format: SampleFormat) =>
  writeTiff(ramp(white, channels), width, height, channels, format);

suite('16 bits', () => {
  for (const channels of [1, 3] as const) {
    test(`that hold 8 or 12 bits in ${channels} channels are scaled to white`, async () => {
      for (const white of [255, 4095]) {
        near((await decode(await png16(white, channels))).data, 1);
        near((await decode(tiff(white, channels, 'uint16'))).data, 1);
      }
    });

    test(`that use their whole range in ${channels} channels keep it`, async () => {
      near((await decode(await png16(65535, channels))).data, 1);
      near((await decode(tiff(65535, channels, 'uint16'))).data, 1);
    });
  }

  test('images within a quarter of the range stay dark and are not scaled', async () => {
    const { data } = await decode(await png16(16000, 1));
    assert.equal(Math.max(...data), 62);
  });

  test('uniform images are kept: black stays black, white stays white', async () => {
    const flat = (value: number) => writeTiff(Array(64).fill(value), width, height, 1, 'uint16');
    assert.deepEqual(new Set((await decode(flat(0))).data), new Set([0]));
    assert.deepEqual(new Set((await decode(flat(65535))).data), new Set([255]));
  });
});

suite('floats', () => {
  for (const channels of [1, 3] as const) {
    test(`from 0 to 1 or 255 in ${channels} channels are scaled to white`, async () => {
      for (const white of [1, 255]) near((await decode(tiff(white, channels, 'float32'))).data, 1);
    });
  }

  test('values slightly out of range, as left by resampling, are clipped', async () => {
    const values = ramp(1, 1);
    values[0] = -0.01;
    near((await decode(writeTiff(values, width, height, 1, 'float32'))).data, 1);
  });

  test('of another range are refused, with the range', async () => {
    const wide = writeTiff(ramp(1000, 1), width, height, 1, 'float32');
    const message = /^Cannot decode "a\.img": its values range from 0 to 1000; expected 0 to 1 or 0 to 255$/;
    await refuses(decode(wide), 'image', message);
    const centred = ramp(2, 3).map((value) => value - 1);
    await refuses(decode(writeTiff(centred, width, height, 3, 'float32')), 'image', /range from -1 to 1; expected/);
  });

  test('NaN becomes black', async () => {
    const values = ramp(1, 1);
    values[5] = Number.NaN;
    const { data } = await decode(writeTiff(values, width, height, 1, 'float32'));
    assert.deepEqual([...data.subarray(15, 18)], [0, 0, 0]);
  });
});

test('whole numbers of 32 bits are taken where they fit 16, and refused beyond', async () => {
  near((await decode(tiff(255, 1, 'uint32'))).data, 1);
  near((await decode(tiff(65535, 1, 'uint32'))).data, 1);
  await refuses(decode(tiff(1e6, 1, 'uint32')), 'image', /range from 0 to 1000000; expected 0 to 65535 at most$/);
});

test('more pixels than a quarter of the limit are refused, as each takes four times the room', async () => {
  await refuses(decodeImage(tiff(1, 1, 'float32'), 'a.img', 4 * 63), 'image', /it has more than 63 pixels$/);
  near((await decodeImage(tiff(1, 1, 'float32'), 'a.img', 4 * 64)).data, 1);
});
