import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../../src/core/random.ts';
import { decodeImage } from '../../../../src/platform/node/images/decode-image.ts';
import { encodePng, pngUrl } from '../../../../src/platform/node/images/encode-image.ts';

const source = random(4);
const picture = { width: 5, height: 3, data: Uint8Array.from({ length: 45 }, () => source.integer(256)) };

test('a picture survives a PNG round trip exactly', async () => {
  const { width, height, data } = await decodeImage(await encodePng(picture), 'it');
  assert.deepEqual([width, height, [...data]], [5, 3, [...picture.data]]);
});

test('a picture is a self-contained URL', async () => {
  const url = await pngUrl(picture);
  assert.match(url, /^data:image\/png;base64,[A-Za-z0-9+/]+=*$/);
  const bytes = Buffer.from(url.split(',')[1]!, 'base64');
  assert.deepEqual([...(await decodeImage(bytes, 'it')).data], [...picture.data]);
});
