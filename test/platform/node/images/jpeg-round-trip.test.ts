import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../../src/core/random.ts';
import { jpegRoundTrip } from '../../../../src/platform/node/images/jpeg-round-trip.ts';
import { drawing } from '../../../support/drawings.ts';

const image = drawing([200, 60, 40], random(1), 40);

test('keeps the size, loses more at lower quality, and is deterministic', async () => {
  const apart = ({ data }: { data: Uint8Array }) =>
    data.reduce((sum, value, at) => sum + Math.abs(value - image.data[at]!), 0) / data.length;
  const [fine, rough, again] = await Promise.all([90, 5, 5].map((quality) => jpegRoundTrip(image, quality)));
  assert.deepEqual([fine!.width, fine!.height, fine!.data.length], [40, 40, 4800]);
  assert.ok(apart(fine!) > 0 && apart(rough!) > apart(fine!));
  assert.deepEqual(rough!.data, again!.data);
});
