// Models as a program lists, pulls and verifies them: options in, events out, no terminal.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { JobEvent } from '../../../src/jobs/job-event.ts';
import { listModels } from '../../../src/jobs/models/list-models.ts';
import { pullClip } from '../../../src/jobs/models/pull-clip.ts';
import { hasFailed, verifyModels } from '../../../src/jobs/models/verify-models.ts';
import { commit } from '../../platform/node/models/hub/hub-folder.ts';
import { tinyHub } from '../../platform/node/models/hub/tiny-hub.ts';
import { workshop } from '../../support/workshop.ts';

const shop = await workshop();
const hub = await tinyHub();
const cacheBefore = process.env.HF_HUB_CACHE;

before(() => {
  process.env.HF_HUB_CACHE = shop.at('hub');
});
after(() => {
  if (cacheBefore === undefined) delete process.env.HF_HUB_CACHE;
  else process.env.HF_HUB_CACHE = cacheBefore;
});

test('a pull reports the model, then bytes, and returns its folder', async () => {
  const events: JobEvent[] = [];
  const job = pullClip({ name: 'tiny/clip', endpoint: hub.url });
  for (;;) {
    const next = await job.next();
    if (next.done) {
      const path = shop.at('hub', 'models--tiny--clip', 'snapshots', commit);
      assert.deepEqual(next.value, { name: 'tiny/clip', commit, path, licence: 'mit' });
      break;
    }
    events.push(next.value);
  }
  assert.match((events[0] as { message: string }).message, new RegExp(`^tiny/clip at ${commit}: 3 files, `));
  const last = events.at(-1)!;
  assert.ok(last.kind === 'progress' && last.unit === 'bytes' && last.done === last.total, JSON.stringify(last));
  assert.equal(last.task, 'model.safetensors');
});

test('pulled models are listed with those that ship', async () => {
  const rows = await listModels();
  assert.equal(rows.find(({ name }) => name === `tiny/clip@${commit}`)?.status, 'pulled');
  assert.equal(rows.find(({ name }) => name === 'face-clip')?.status, 'ships');
  assert.ok(rows.every(({ about }) => !about.includes('mpafer ')));
});

test('pulled models are verified, and a damaged file fails', async () => {
  const good = await verifyModels();
  assert.deepEqual([good.models.length, good.readme.status, hasFailed(good)], [1, 'not run', false]);
  await writeFile(join(shop.at('hub', 'models--tiny--clip', 'snapshots', commit), 'tokenizer.json'), '{}');
  assert.ok(hasFailed(await verifyModels()));
});
