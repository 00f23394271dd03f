import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { plainView } from '../../src/pretrain/batches/grey-view.ts';
import { normalisedGrey } from '../../src/pretrain/batches/greyscale.ts';
import { guide, guideNames, guideShape, initialGuide } from '../../src/pretrain/guide/guide.ts';
import { guideWindows, windowsOf } from '../../src/pretrain/guide/guide-windows.ts';
import { numbersOf } from '../../src/pretrain/optimiser/parameters.ts';
import { guideLoss } from '../../src/pretrain/stages/guide-stage.ts';
import { feedsFor } from '../../src/pretrain/stages/trainer.ts';
import { tinyConfiguration, tinyFaces } from './tiny-faces.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());

const guideStage = { epochs: 1, fineWidth: 4, width: 6, blocks: 2 };
const shape = guideShape(tinyConfiguration({ guideStage }), 8);
const parameters = initialGuide(shape, random(5));
const faces = tinyFaces(4);
const views = Array.from({ length: 4 }, (_, row) => {
  const view = new Float32Array(64);
  plainView(faces.grey, row * 64, 8, view);
  return view;
});

test('has one coarse position per patch and windows that overlap by half', () => {
  assert.deepEqual([shape.side, shape.stride, shape.window], [2, 2, 5]);
});

test('rejects an odd patch size', () => {
  assert.throws(() => guideShape(tinyConfiguration({ size: 9, patch: 3 }), 8), {
    name: 'MpaferError',
    code: 'configuration',
    message: 'Cannot train a guide for patches of 3 pixels: the patch size is odd; expected an even number',
  });
});

test('windows are centred on their positions, with zeros outside the image', () => {
  const { shape: lengths, data } = windowsOf(views, shape);
  assert.deepEqual(lengths, [4, 16, 25]);
  const pixel = (y: number, x: number) => Math.fround(normalisedGrey(views[1]![y * 8 + x]!));
  const window = (place: number) => Array.from(data.subarray((16 + place) * 25, (16 + place + 1) * 25), Number);
  // The first window starts one row and one column outside the image.
  const first = window(0);
  assert.deepEqual(first.slice(0, 5), [0, 0, 0, 0, 0]);
  assert.deepEqual(first.slice(5, 10), [0, pixel(0, 0), pixel(0, 1), pixel(0, 2), pixel(0, 3)]);
  // The window of position (2, 1): rows 3 to 7, columns 1 to 5.
  const inner = window(2 * 4 + 1);
  assert.equal(inner[0], pixel(3, 1));
  assert.equal(inner[24], pixel(7, 5));
});

test('starts at chance: a loss of ln C for any targets', async () => {
  const program = await engine.compile({ loss: guideLoss(shape) });
  const windows = windowsOf(views, shape);
  const targets = float32(faces.targets, [4, 8]);
  const { loss } = await program.run(feedsFor(program, parameters, { windows, targets }));
  assert.ok(Math.abs(Number(loss.data[0]) - Math.log(8)) < 1e-5);
});

test('features of a patch do not depend on its position, away from the border', async () => {
  // A coarse position depends only on what its blocks reach: on a wide map, the middle must not change when the image moves by a patch.
  const wide = guideShape(tinyConfiguration({ size: 40, patch: 4, guideStage: { ...guideStage, blocks: 1 } }), 8);
  const weights = initialGuide(wide, random(6));
  const program = await engine.compile({ patches: guide(wide, guideWindows(wide)).patches });
  const noise = random(7);
  const still = Float32Array.from({ length: 1600 }, () => 255 * noise.uniform());
  const moved = new Float32Array(1600);
  for (let y = 0; y < 40; y++) for (let x = 4; x < 40; x++) moved[y * 40 + x] = still[y * 40 + x - 4]!;
  const { patches } = await program.run(feedsFor(program, weights, { windows: windowsOf([still, moved], wide) }));
  const at = (image: number, row: number, column: number) =>
    Array.from(
      patches.data.subarray(((image * 10 + row) * 10 + column) * 6, ((image * 10 + row) * 10 + column + 1) * 6),
      Number,
    );
  const [a, b] = [at(0, 5, 4), at(1, 5, 5)];
  for (const [index, value] of a.entries()) assert.ok(Math.abs(value - b[index]!) < 1e-4, `${a} ${b}`);
  assert.notDeepEqual(at(0, 5, 5), b);
});

test('lists every parameter it trains, and class weights start at zero', () => {
  assert.equal(guideNames(parameters).length, parameters.size);
  assert.ok(numbersOf(parameters, 'guide.classes').every((value) => value === 0));
});
