// The same seed gives the same bytes, whatever the number of threads and of decoding workers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mpafer } from '../support/command-line.ts';
import { resultOf } from '../support/run-result.ts';
import { settings, workshop } from '../support/workshop.ts';

const shop = await workshop();

/** Images are decoded by the workers of Node's pool; features are never cached. */
async function trained(name: string, threads: number, decoders: number, seed = 1) {
  const args = ['train', '--data', shop.data, '--clip', shop.clip, '--out', shop.at(name), ...settings];
  const env = { UV_THREADPOOL_SIZE: String(decoders), MPAFER_CACHE: shop.at(`cache-${name}`) };
  const { code, stderr } = await mpafer([...args, '--threads', String(threads), 'epochs=3', `seed=${seed}`], { env });
  assert.equal(code, 0, stderr);
  return resultOf(shop.at(name));
}

test('training ends in the same bytes with one thread and one decoder as with two threads and eight', async () => {
  const [one, many, other] = await Promise.all([
    trained('one', 1, 1),
    trained('many', 2, 8),
    trained('other', 1, 1, 2),
  ]);
  assert.deepEqual(many, one);
  assert.notDeepEqual(other, one);
});
