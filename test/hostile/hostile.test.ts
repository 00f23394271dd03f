// Part of every fuzzing campaign; `npm run reliability -- hostile` runs them at full counts.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MpaferError } from '../../src/core/errors.ts';
import { random } from '../../src/core/random.ts';
import { runCampaign } from './campaign.ts';
import { campaigns } from './campaigns.ts';
import { damaged } from './damaged-bytes.ts';
import { hostileText } from './hostile-json.ts';

suite('hostile files end in success or in a named error', () => {
  for (const campaign of campaigns) {
    test(campaign.name, { timeout: 300_000 }, async () => {
      const cases = Math.ceil(campaign.cases / 50);
      const { accepted, refused, failures } = await runCampaign(campaign, cases);
      assert.deepEqual(failures, []);
      const named = Object.values(refused).reduce((sum, count) => sum + count, 0);
      // Mutations that are all refused immediately, or all harmless, would test nothing.
      assert.ok(accepted > cases / 50 && named > cases / 50, `${accepted} accepted, ${named} refused of ${cases}`);
    });
  }
});

suite('a campaign', () => {
  const prepare = async () => (source: { integer(limit: number): number }) => {
    const number = source.integer(3);
    if (number === 1) throw new MpaferError('data', 'Cannot read it');
    if (number === 2) throw new TypeError('a defect');
  };
  const campaign = { name: 'made up', what: '', cases: 1, prepare };

  test('counts accepted, refused and failed cases, reproducibly', async () => {
    const { accepted, refused, failures } = await runCampaign(campaign, 90);
    assert.equal(accepted + refused.data! + failures.length, 90);
    assert.ok(accepted > 10 && refused.data! > 10 && failures.length > 10);
    const again = await runCampaign(campaign, 90);
    assert.deepEqual(
      again.failures.map(({ index }) => index),
      failures.map(({ index }) => index),
    );
  });

  test('a single case runs exactly as it did among the others', async () => {
    const { index } = (await runCampaign(campaign, 90)).failures[3]!;
    assert.equal((await runCampaign(campaign, 1, 1, index)).failures.length, 1);
  });
});

test('mutations change a copy and leave the original intact', () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, at) => at);
  const value = { a: [1, 2, { b: 'c' }], d: null };
  let different = 0;
  for (let index = 0; index < 100; index++) {
    const source = random(index);
    if (Buffer.compare(damaged(source, bytes), bytes) !== 0) different++;
    if (hostileText(source, value) !== JSON.stringify(value)) different++;
  }
  assert.ok(different > 180, String(different));
  assert.deepEqual([...bytes], [...bytes.keys()]);
  assert.deepEqual(value, { a: [1, 2, { b: 'c' }], d: null });
});
