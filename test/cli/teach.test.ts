// `mpafer teach`: a pack from a few faces that every other command takes, and that more faces can be added to.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { openRecogniser } from '../../src/platform/node/models/open-recogniser.ts';
import { readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { mpafer } from '../support/command-line.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const pack = shop.at('mine.safetensors');
const data = 'synthetic:?count=200&shots=3';
const teach = (...args: readonly string[]) => mpafer(['teach', ...args]);

suite('a taught pack', () => {
  test('is written, scored on its test faces and used by the other commands', async () => {
    const { code, stdout, stderr } = await teach('--data', data, '--out', pack);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /taught by 48 faces of 8 classes/);
    assert.match(stdout, /tie to the texts [\d.]+, chosen on held-out faces/);
    assert.match(stdout, /40 test faces: WAR [\d.]+ % \(95 %: /);
    assert.match(stdout, /texts alone: WAR [\d.]+ %, UAR [\d.]+ %; McNemar's exact test: p/);
    const evaluated = await mpafer(['evaluate', '--run', pack, '--data', data, '--json']);
    assert.equal(evaluated.code, 0, evaluated.stderr);
    const { war } = JSON.parse(evaluated.stdout);
    assert.match(stdout, new RegExp(`test faces: WAR ${(100 * war).toFixed(2)} %`));
    const page = shop.at('judged');
    const shown = await mpafer(['evaluate', '--run', pack, '--data', data, '--out', page]);
    const fitted = /fitted by cross-validation within the faces that it was taught by/;
    assert.match(shown.stdout, fitted);
    const report = await readFile(`${page}/report.html`, 'utf8');
    assert.match(report, fitted);
    assert.doesNotMatch(report, /fitted on the validation split/);
    assert.equal(JSON.parse(await readFile(`${page}/evaluation.json`, 'utf8')).calibrated.from, 'cross-validation');
    const onnx = await mpafer(['export', '--run', pack, '--out', shop.at('mine.onnx')]);
    assert.equal(onnx.code, 0, onnx.stderr);
    const own = await mpafer(['evaluate', '--run', pack, '--data', data, '--split', 'train']);
    assert.match(own.stderr + own.stdout, /trained on/);
    await using recogniser = await openRecogniser(pack);
    assert.equal(recogniser.classes.length, 8);
  });

  test('takes one more face without starting again', async () => {
    const face = shop.at('drawings', 'test', 'sad', '0.png');
    const folder = shop.at('one-more', 'sad');
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/new.png`, await readFile(face));
    const { code, stdout, stderr } = await teach('--data', `folder:${shop.at('one-more')}`, '--update', pack, '--json');
    assert.equal(code, 0, stderr);
    const { counts, classes, file } = JSON.parse(stdout);
    assert.deepEqual([counts[classes.indexOf('sadness')], file], [7, pack]);
    const { taught } = readCheckpoint(await readFile(pack), pack);
    assert.equal(taught?.labels.length, 49);
    const again = await teach('--data', `folder:${shop.at('one-more')}`, '--update', pack);
    assert.match(again.stdout, /1 face was there already/);
  });

  test('holds no names', async () => {
    const text = (await readFile(pack)).toString('latin1');
    assert.doesNotMatch(text, /person-\d/);
  });
});

suite('what cannot be taught ends with a named error', () => {
  const cases: readonly (readonly [number, RegExp, readonly string[]])[] = [
    [2, /required option '--out <file>' not specified/, ['--data', data]],
    [2, /required option '--data <spec>' not specified/, ['--out', pack]],
    [1, /Cannot update zero-shot: it has no file/, ['--data', data, '--update', 'zero-shot']],
    [1, /expected one that was taught/, ['--data', data, '--update', 'fer2013', '--out', shop.at('x.safetensors')]],
    [1, /Cannot open run "nothing.safetensors"/, ['--data', data, '--update', 'nothing.safetensors']],
    [1, /Cannot use --threads 0/, ['--data', data, '--out', pack, '--threads', '0']],
  ];
  for (const [code, message, args] of cases) {
    test(`${args.slice(2).join(' ') || args.join(' ')}`, async () => {
      const ended = await teach(...args);
      assert.match(ended.stderr, message);
      assert.doesNotMatch(ended.stderr, /^ {4}at /m);
      assert.equal(ended.code === 2 || ended.code === 1, true, String(ended.code));
      if (code === 2) assert.equal(ended.code, 2);
    });
  }
});
