// A verdict on maps that was measured after training is in the report as soon as that is written again.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { finish } from '../../../src/core/finish.ts';
import { type FaithfulnessRecord, faithfulnessFormat } from '../../../src/evaluate/faithfulness-record.ts';
import { trainRun } from '../../../src/jobs/train/train-run.ts';
import { openCheckpoint } from '../../../src/platform/node/models/open-run.ts';
import { recogniserDigest } from '../../../src/recognise/recogniser-digest.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';

const root = await mkdtemp(join(tmpdir(), 'mpafer-verdict-'));
after(() => rm(root, { recursive: true, force: true }));

test('a run that is resumed after its end shows the verdict on its maps beside its faces', async () => {
  const clip = await writeTinyModel(join(root, 'clip'));
  const out = join(root, 'run');
  const configuration = { epochs: 1, batch: 16, warmupEpochs: 0 };
  await finish(trainRun({ out, data: 'synthetic:?count=64&size=16', clip, configuration }));
  const report = () => readFile(join(out, 'report.html'), 'utf8');
  assert.match(await report(), /Whether such maps are true of this run was not measured/);

  const { checkpoint } = await openCheckpoint(out);
  const verdict: FaithfulnessRecord = {
    ...{ format: faithfulnessFormat, checkpoint: await recogniserDigest(checkpoint), data: 'drawings' },
    ...{ faces: 20, drawn: true },
    maps: [
      { method: 'gate', passed: false, tests: [{ name: 'beats the centre', passed: false, text: 'it does not' }] },
    ],
  };
  await writeFile(join(out, 'faithfulness.json'), JSON.stringify(verdict));
  await finish(trainRun({ out, resume: true }));
  assert.match(
    await report(),
    /Tests: the map gate failed 1 of 1 tests on 20 drawn faces of drawings: beats the centre \(it does not\)/,
  );
});
