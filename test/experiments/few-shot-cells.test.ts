// Prompts of the few-shot experiment: judged by kept features they score as they do by a pass of the tower.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import type { CellInput } from '../../src/experiments/cells.ts';
import { drawn, featureBank, promptCell, seesPlainImages } from '../../src/experiments/few-shot-cells.ts';
import { fewShotRows, type PromptRow } from '../../src/experiments/few-shot-rows.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { drawnDataset } from '../support/drawings.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();
const dataset = drawnDataset({ counts: { train: 4, valid: 2, test: 6 } });
const configuration = parseConfiguration({ epochs: 2, batch: 6, warmupEpochs: 0, learningRate: 0.3 }, 'the test');
const input: CellInput = { data: 'drawn', engine, clip, dataset, descriptions: defaultDescriptions, configuration };

async function finish<Result>(work: AsyncGenerator<unknown, Result>): Promise<Result> {
  let step = await work.next();
  while (!step.done) step = await work.next();
  return step.value;
}

const rowOf = (name: string, protocol: PromptRow['protocol']): PromptRow =>
  fewShotRows.find(
    (row): row is PromptRow => row.kind === 'prompts' && row.name === name && row.protocol === protocol,
  )!;

for (const protocol of ['validation-free', 'validated'] as const) {
  test(`text prompts score the same by kept features, ${protocol}`, async () => {
    const row = rowOf('coop', protocol);
    assert.ok(seesPlainImages({ ...configuration, ...row.settings }));
    const bank = await finish(featureBank({ ...input, draws: [drawn(dataset, 2, 1, protocol)] }));
    const found = await finish(promptCell(input, row, 2, 1, bank));
    assert.deepEqual(found, await finish(promptCell(input, row, 2, 1)));
    assert.equal(found.n, 6 * dataset.classes.length);
  });
}

test('prompts in the image tower, and a local branch, need their own pass', () => {
  assert.ok(!seesPlainImages({ visualPrompts: 8, visualDepth: undefined, topPatches: 0 }));
  assert.ok(!seesPlainImages({ visualPrompts: 0, visualDepth: undefined, topPatches: 5 }));
});
