// `mpafer export`: files that others can use, compared with the run that they come from.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { preprocess } from '../../src/clip/preprocess.ts';
import { withoutTelemetry } from '../../src/engine/node/without-telemetry.ts';
import { readImage } from '../../src/platform/node/images/read-image.ts';
import { readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { readModel } from '../onnx/read-model.ts';
import { mpafer } from '../support/command-line.ts';
import { workshop } from '../support/workshop.ts';

withoutTelemetry();

const shop = await workshop();
const run = shop.at('runs', 'one');
const face = shop.at('drawings', 'test', 'sad', '0.png');

const exported = (...args: readonly string[]) => mpafer(['export', ...args]);

before(async () => {
  const { code, stderr } = await shop.train('one', ['epochs=2', 'topPatches=2']);
  assert.equal(code, 0, stderr);
});

/** Probabilities of one face by class, as `predict` prints them. */
async function predicted(...args: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const { stdout, stderr } = await mpafer(['predict', '--faces', 'crop', '--json', ...args, face]);
  assert.equal(stderr, '');
  return JSON.parse(stdout)[0].faces[0].probabilities;
}

/** Probabilities of the face by ONNX Runtime, using nothing but the file and its metadata. */
async function fromFile(file: string): Promise<Readonly<Record<string, number>>> {
  const { metadata } = readModel(await readFile(file));
  const { size } = JSON.parse(metadata.preprocessing!) as { size: number };
  const session = await InferenceSession.create(file);
  const pixels = new Tensor('float32', preprocess(await readImage(face), size), [1, 3, size, size]);
  const { probabilities } = await session.run({ pixels });
  await session.release();
  const names = JSON.parse(metadata.classes!) as string[];
  return Object.fromEntries(names.map((name, index) => [name, Number(probabilities!.data[index])]));
}

function assertNear(
  found: Readonly<Record<string, number>>,
  wanted: Readonly<Record<string, number>>,
  most: number,
): void {
  assert.deepEqual(Object.keys(found), Object.keys(wanted));
  for (const [name, value] of Object.entries(wanted))
    assert.ok(Math.abs(found[name]! - value) <= most, `${name} ${found[name]} ${value}`);
}

suite('export to ONNX', { concurrency: 2 }, () => {
  test('writes one file with the output of predict, and reports how much they differ', async () => {
    const file = shop.at('one.onnx');
    const { code, stdout, stderr } = await exported(
      '--run',
      run,
      '--out',
      file,
      '--check',
      shop.data,
      '--licence',
      'CC0',
    );
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      new RegExp(
        `^wrote ${file}: 0\\.\\d MB, float32, 3 classes\ncompared with the recogniser on 15 faces of folder, test\n`,
      ),
    );
    assert.match(stdout, /\n {2}probabilities {7}largest difference \d\.\de-\d+\n/);
    assert.match(
      stdout,
      /\n {2}same class {10}100\.00 % of the faces\n {2}same top patches {4}100\.00 %\n {2}accuracy {12}[\d.]+ %, of the file [\d.]+ %\n$/,
    );
    assertNear(await fromFile(file), await predicted('--run', run), 1e-5);
    const { metadata } = readModel(await readFile(file));
    assert.deepEqual([metadata.licence, metadata.clip], ['CC0', 'clip']);
    assert.match(metadata.notice!, /^An expression is not a feeling/);
  });

  test('writes int8, and reports how much that changes', async () => {
    const file = shop.at('small.onnx');
    const args = [
      '--run',
      run,
      '--out',
      file,
      '--precision',
      'int8',
      '--check',
      shop.data,
      '--split',
      'train',
      '--faces',
      '6',
      '--json',
    ];
    const { code, stdout } = await exported(...args);
    assert.equal(code, 0);
    const { check, faces, bytes, precision } = JSON.parse(stdout);
    assert.deepEqual([check.faces, faces.split, faces.labelled, precision], [6, 'train', true, 'int8']);
    assert.equal(bytes, (await stat(file)).size);
    assert.ok(check.differences.global_similarity > 1e-5 && check.differences.global_similarity < 0.05);
    assertNear(await fromFile(file), await predicted('--run', run), 0.2);
  });

  test('exports zero-shot with any classes, compared on drawn faces', async () => {
    const descriptions = shop.at('wink.json');
    await writeFile(descriptions, '{"wink": "one eye closed", "yawn": "mouth wide open"}');
    const chosen = [
      '--run',
      'zero-shot',
      '--clip',
      shop.clip,
      '--classes',
      'wink,yawn',
      '--descriptions',
      descriptions,
    ];
    const file = shop.at('wink.onnx');
    const { code, stdout, stderr } = await exported(...chosen, '--out', file, '--faces', '20');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /\ncompared with the recogniser on 20 faces of synthetic \(drawn\), test\n/);
    assert.doesNotMatch(stdout, /accuracy/);
    assertNear(await fromFile(file), await predicted(...chosen), 1e-5);
  });

  test('prints nothing with --quiet', async () => {
    const { stdout, stderr } = await exported('--run', run, '--out', shop.at('quiet.onnx'), '--faces', '1', '--quiet');
    assert.deepEqual([stdout, stderr], ['', '']);
    assert.ok(existsSync(shop.at('quiet.onnx')));
  });
});

suite('export to a pack', { concurrency: 2 }, () => {
  test('writes a checkpoint that --run accepts, with the same predictions to the last bit', async () => {
    const file = shop.at('pack.safetensors');
    const { code, stdout } = await exported('--run', run, '--to', 'pack', '--out', file);
    assert.equal(code, 0);
    const size = ((await stat(file)).size / 1000).toFixed(1);
    assert.equal(stdout, `wrote ${file}: ${size} kB, 3 classes\nuse it as --run ${file} --clip ${shop.clip}\n`);
    const { prototypes, training } = readCheckpoint(await readFile(file), file);
    assert.deepEqual([prototypes, training], [undefined, undefined]);
    assert.deepEqual(await predicted('--run', file, '--clip', shop.clip), await predicted('--run', run));
  });

  test('is half as large in float16, with nearly the same predictions', async () => {
    const file = shop.at('half.safetensors');
    assert.equal(
      (await exported('--run', run, '--to', 'pack', '--precision', 'float16', '--out', file, '--quiet')).code,
      0,
    );
    assertNear(await predicted('--run', file, '--clip', shop.clip), await predicted('--run', run), 0.01);
    // A pack of a pack, and an ONNX file of one.
    const again = shop.at('again.safetensors');
    assert.equal(
      (await exported('--run', file, '--clip', shop.clip, '--to', 'pack', '--precision', 'float16', '--out', again))
        .code,
      0,
    );
    assert.deepEqual(await readFile(again), await readFile(file));
    const onnx = await exported('--run', file, '--clip', shop.clip, '--out', shop.at('half.onnx'), '--faces', '2');
    assert.equal(onnx.code, 0, onnx.stderr);
  });
});

suite('what cannot be exported', { concurrency: 2 }, () => {
  const refuses = async (code: number, message: RegExp, ...args: readonly string[]) => {
    const ended = await exported(...args, '--out', shop.at('refused'));
    assert.match(ended.stderr, message);
    assert.deepEqual([ended.code, ended.stdout], [code, '']);
    assert.ok(!existsSync(shop.at('refused')));
  };

  test('precisions of the other form', async () => {
    await refuses(
      2,
      /Cannot write an ONNX file with --precision float16; expected float32 or int8/,
      '--run',
      run,
      '--precision',
      'float16',
    );
    await refuses(
      2,
      /Cannot write a pack with --precision int8; expected float32 or float16/,
      '--run',
      run,
      '--to',
      'pack',
      '--precision',
      'int8',
    );
  });

  test('a pack of zero-shot, and other classes for a run', async () => {
    await refuses(2, /Cannot pack zero-shot: it has no prompts of its own/, '--run', 'zero-shot', '--to', 'pack');
    await refuses(
      2,
      /Cannot choose classes or descriptions for .*: a trained run has its own/,
      '--run',
      run,
      '--classes',
      'a,b',
    );
  });

  test('missing runs, and the CLIP of another run', async () => {
    await refuses(1, /Cannot open run "nowhere": there is no such folder, file or pack/, '--run', 'nowhere');
    await refuses(1, /its prompts were trained on "clip"/, '--run', run, '--clip', 'face-clip', '--to', 'pack');
  });

  test('faces that cannot be read or counted: no uncompared file remains', async () => {
    await refuses(2, /Cannot use --faces 0; expected a whole number from 1 to 1000000/, '--run', run, '--faces', '0');
    await refuses(
      1,
      /Cannot list "[^"]*nowhere": there is no such folder/,
      '--run',
      run,
      '--check',
      `folder:${shop.at('nowhere')}`,
    );
    const broken = shop.at('broken');
    await cp(shop.at('drawings'), broken, { recursive: true });
    await writeFile(`${broken}/test/sad/0.png`, 'no picture');
    const file = shop.at('mine.onnx');
    await writeFile(file, 'mine');
    const { code, stderr } = await exported('--run', run, '--out', file, '--check', `folder:${broken}`);
    assert.equal(code, 1);
    assert.match(stderr, /^Error Cannot decode "[^"]*0\.png"/);
    // An existing file is replaced only by a correct one.
    assert.equal(await readFile(file, 'utf8'), 'mine');
    assert.ok(!(await readdir(shop.root)).some((name) => name.startsWith('.mine.onnx')));
  });
});
