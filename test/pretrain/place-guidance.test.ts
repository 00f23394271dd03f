// Patches that learn what the guide sees at their place, instead of what the whole face is.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { mean } from '../../src/graph/ops/mean.ts';
import { plainView } from '../../src/pretrain/batches/grey-view.ts';
import { drawPatches, targetsOf } from '../../src/pretrain/batches/image-batch.ts';
import { guide, guideShape, initialGuide } from '../../src/pretrain/guide/guide.ts';
import { guideWindows, windowsOf } from '../../src/pretrain/guide/guide-windows.ts';
import { gaussian, initialImageWeights } from '../../src/pretrain/initial-weights.ts';
import { clipConfigOf } from '../../src/pretrain/pretrain-configuration.ts';
import { imageGraph } from '../../src/pretrain/stages/image-stage.ts';
import { feedsFor } from '../../src/pretrain/stages/trainer.ts';
import { tinyConfiguration, tinyFaces } from './tiny-faces.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());

const configuration = tinyConfiguration({ guideStage: { epochs: 1, fineWidth: 4, width: 6, blocks: 1 } });
const shape = guideShape(configuration, 8);
const config = clipConfigOf(configuration, 600);
const parameters = new Map([
  ...initialGuide(shape, random(5)),
  ...initialImageWeights(config, 8, 14, random(1)),
  ['guideHead.weight', gaussian([6, 16], 0.2, random(2))] as const,
  ['guideHead.bias', gaussian([6], 0.2, random(3))] as const,
  ['guide.classes', gaussian([8, 6], 1, random(4))] as const,
]);
const faces = tinyFaces(4);
const views = Array.from({ length: 4 }, (_, row) => {
  const view = new Float32Array(64);
  plainView(faces.grey, row * 64, 8, view);
  return view;
});
const indices = Uint32Array.from([0, 1, 2, 3]);
const batch = {
  ...drawPatches(views, config, 3, random(6)),
  targets: targetsOf(faces, indices),
  windows: windowsOf(views, shape),
};
const lossAt = async (place: number) => {
  const { loss } = imageGraph(config, 8, 3, 0.5, { guidance: { shape, weight: 2, share: 0.5, place } });
  const program = await engine.compile({ loss });
  const { loss: value } = await program.run(feedsFor(program, parameters, batch));
  return Number(value.data[0]);
};

test("the guide's scores are the mean of its evidence at each patch", async () => {
  const { evidence, scores } = guide(shape, guideWindows(shape));
  const program = await engine.compile({ scores, mean: mean(evidence, [1]) });
  const found = await program.run(feedsFor(program, parameters, { windows: batch.windows }));
  for (const [at, score] of Array.from(found.scores.data, Number).entries())
    assert.ok(Math.abs(score - Number(found.mean.data[at])) < 1e-5);
});

test('the share of place blends the two losses of the patches', async () => {
  const [none, half, all] = [await lossAt(0), await lossAt(0.5), await lossAt(1)];
  assert.ok(Math.abs(none - all) > 1e-3, `${none} ${all}`);
  assert.ok(Math.abs(half - (none + all) / 2) < 1e-5);
});
