// What `mpafer evaluate` chooses on validation and writes, and how `mpafer compare` compares two models.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import sharp from 'sharp';
import { readPredictions } from '../../src/evaluate/predictions-file.ts';
import { assertSelfContained } from '../report/drawing.ts';
import { mpafer } from '../support/command-line.ts';
import { assertPlotsBeside } from '../support/plots-beside.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const run = shop.at('runs', 'run');
const out = shop.at('evaluated');
const groups = shop.at('who.csv');
const common = ['--data', shop.data, '--clip', shop.clip] as const;

async function json(command: readonly string[]) {
  const { code, stdout, stderr } = await mpafer([...command, '--json']);
  assert.equal(code, 0, stderr);
  return { ...JSON.parse(stdout), stderr };
}

async function fails(code: number, message: RegExp, ...args: string[]): Promise<void> {
  const ended = await mpafer(args);
  assert.match(ended.stderr, message);
  assert.doesNotMatch(ended.stderr, /^ {4}at /m);
  assert.deepEqual([ended.code, ended.stdout], [code, '']);
}

before(async () => {
  const trained = await shop.train('run', ['testEachEpoch=true', 'classWeights.anger=2']);
  assert.equal(trained.code, 0, trained.stderr);
  assert.match(trained.stderr, /test +best-test-epoch +WAR .* epoch \d, chosen on the test set: optimistic/);
  const rows = ['happy', 'sad', 'anger'].flatMap((name) =>
    [0, 1, 2, 3, 4].map((face) => `test/${name}/${face}.png,${face < 2 ? 'old' : 'young'}`),
  );
  await writeFile(groups, ['path,age', ...rows, 'nobody.png,old'].join('\n'));
});

suite('mpafer evaluate', { concurrency: 2 }, () => {
  test('writes a page, its plots, the scores and the predictions into a folder', async () => {
    const { code, stderr } = await mpafer([
      ...['evaluate', '--run', run, ...common, '--out', out, '--groups', groups],
      ...['--abstain', '0.6', '--conformal', '0.3', '--conformal-score', 'aps'],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /who\.csv" names 1 face that the data set does not have, such as "nobody\.png"/);
    assert.deepEqual((await readdir(out)).sort(), ['evaluation.json', 'plots', 'predictions.csv', 'report.html']);
    const page = await readFile(`${out}/report.html`, 'utf8');
    for (const id of ['result', 'calibration', 'sets', 'groups']) assert.ok(page.includes(`<section id="${id}">`), id);
    assert.ok(!page.includes(shop.root), 'no path on this machine');
    assert.match(page, /<section id="hardest">.*data:image\/png/s);
    const plots = await readdir(`${out}/plots`);
    const pictures = plots.filter((name) => name.endsWith('.png'));
    assert.equal(plots.length, 2 * pictures.length);
    assert.equal((await sharp(`${out}/plots/groups-war-by-age.png`).metadata()).format, 'png');
    const scores = JSON.parse(await readFile(`${out}/evaluation.json`, 'utf8'));
    assert.deepEqual([scores.n, scores.groups[0].attribute, scores.groupsFile.unknownFaces], [15, 'age', 1]);
    const said = readPredictions(await readFile(`${out}/predictions.csv`, 'utf8'), 'it');
    const right = said.predicted.filter((name, face) => name === said.labels[face]).length;
    assert.equal(right / 15, scores.war);
  });

  test('reports temperature, threshold, sets and groups, and the number of faces each was chosen on', async () => {
    const scores = await json([
      ...['evaluate', '--run', run, ...common, '--groups', groups],
      ...['--abstain', 'accuracy=0.5', '--conformal', '0.2', '--calibrate'],
    ]);
    assert.deepEqual([scores.calibrated.from, scores.calibrated.validationFaces], ['validation', 12]);
    assert.deepEqual([scores.abstention.goal, scores.abstention.validationFaces], [{ accuracy: 0.5 }, 12]);
    const { result } = scores.abstention;
    assert.equal(result.coverage, result.answered / 15);
    const [sets] = scores.conformal;
    assert.deepEqual([sets.name, sets.alpha, sets.validationFaces, sets.perClass.length], ['lac', 0.2, 12, 3]);
    assert.deepEqual(
      scores.groups[0].groups.map(({ name, n }: { name: string; n: number }) => [name, n]),
      [
        ['old', 6],
        ['young', 9],
      ],
    );
    assert.equal(scores.groups[0].war, undefined, 'groups of fewer than ten faces are not ranked');
  });

  test('guarantees sets for all faces, for each class, or both', async () => {
    const both = await json(['evaluate', '--run', run, ...common, '--conformal', '0.4', '--conformal-for', 'both']);
    const [all, own] = both.conformal;
    assert.deepEqual([all.promiseFor, own.promiseFor, both.conformal.length], ['all', 'class', 2]);
    assert.ok(all.threshold <= 1 && own.threshold === undefined);
    for (const { validationFaces, threshold } of own.perClass) assert.ok(validationFaces === 4 && threshold <= 1);
    const { stdout } = await mpafer([
      ...['evaluate', '--run', run, ...common, '--quiet', '--conformal', '0.1', '--conformal-for', 'class'],
    ]);
    assert.match(
      stdout,
      /guaranteed to contain the true class for 90\.00 % of the faces of each class, from 12 validation faces/,
    );
    assert.match(stdout, /in every set, because its validation faces are too few or too hard: .*anger \(4\)/);
  });

  test('reads no validation faces unless something is chosen on them', async () => {
    const plain = await json(['evaluate', '--run', run, ...common]);
    assert.equal(plain.calibrated.from, 'run');
    assert.deepEqual([plain.abstention, plain.conformal, plain.groups], [undefined, undefined, undefined]);
    const zero = await json(['evaluate', '--run', 'zero-shot', ...common]);
    assert.deepEqual([zero.calibrated.from, zero.calibrated.temperature, zero.calibrated.nll], ['none', 1, zero.nll]);
    const calibrated = await json(['evaluate', '--run', 'zero-shot', ...common, '--calibrate']);
    assert.notEqual(calibrated.calibrated.temperature, 1);
    assert.equal(calibrated.war, zero.war);
  });

  test('refuses to choose and evaluate on the same faces, and to choose on none', async () => {
    const valid = ['evaluate', '--run', run, ...common, '--split', 'valid', '--conformal', '0.1'];
    await fails(2, /Cannot choose and evaluate on the same validation split/, ...valid);
    const none = [
      'evaluate',
      '--run',
      run,
      '--data',
      `folder:${shop.at('drawings', 'test')}?valid=0`,
      '--abstain',
      '0.5',
    ];
    await fails(1, /Cannot choose anything on the validation split of folder: it is empty/, ...none);
  });

  test('refuses invalid goals and shares, and groups of other faces', async () => {
    const evaluate = ['evaluate', '--run', run, ...common];
    await fails(
      2,
      /Cannot use --abstain most; expected coverage=NUMBER or accuracy=NUMBER/,
      ...evaluate,
      '--abstain',
      'most',
    );
    await fails(2, /Cannot use --abstain accuracy=1\.5; expected/, ...evaluate, '--abstain', 'accuracy=1.5');
    await fails(
      2,
      /Cannot use --conformal 2; expected a number from 0\.001 to 0\.999/,
      ...evaluate,
      '--conformal',
      '2',
    );
    await writeFile(shop.at('others.csv'), 'path,age\nx.png,old\n');
    const message =
      /Cannot group 15 faces by "[^"]+others\.csv": it has 1 row and none names one of them; its first is "x\.png"\n {2}The data set names its faces like "test\//;
    await fails(1, message, ...evaluate, '--quiet', '--groups', shop.at('others.csv'));
    await fails(1, /Cannot write an evaluation into "[^"]+run": it holds a training run/, ...evaluate, '--out', run);
  });
});

suite('mpafer compare', { concurrency: 2 }, () => {
  test('reports how two models differ on the same faces', async () => {
    const found = await json(['compare', 'zero-shot', run, ...common]);
    const [zero, own] = [
      await json(['evaluate', '--run', 'zero-shot', ...common]),
      await json(['evaluate', '--run', run, ...common]),
    ];
    assert.deepEqual([found.first, found.second, found.split, found.n], ['zero-shot', run, 'test', 15]);
    assert.equal(found.advice.bytes[0], 0);
    assert.ok(found.advice.bytes[1] > 0);
    assert.equal(found.advice.prefer, found.advice.because === 'size' || found.war.difference < 0 ? 'first' : 'second');
    assert.deepEqual([found.war.first, found.war.second], [zero.war, own.war]);
    assert.ok(Math.abs(found.war.difference - (own.war - zero.war)) < 1e-12);
    assert.ok(found.war.interval[0] <= found.war.difference && found.war.difference <= found.war.interval[1]);
    const { onlyFirst, onlySecond, p } = found.mcnemar;
    assert.equal(found.bothRight + found.bothWrong + onlyFirst + onlySecond, 15);
    assert.ok(p > 0 && p <= 1);
    assert.ok(found.disagreements.length >= onlyFirst + onlySecond);
    for (const { id, label, first, second } of found.disagreements) {
      assert.match(id, /^test\/\w+\/\d\.png$/);
      assert.ok(zero.classes.includes(label) && first !== second);
    }
  });

  test('accepts a predictions file in place of a run, with the same result', async () => {
    const folder = shop.at('for-comparison');
    const { code, stderr } = await mpafer(['evaluate', '--run', run, ...common, '--out', folder]);
    assert.equal(code, 0, stderr);
    const file = `${folder}/predictions.csv`;
    const same = await json(['compare', file, run, ...common]);
    assert.deepEqual([same.disagreements, same.mcnemar.p, same.war.difference], [[], 1, 0]);
    const rows = (await readFile(file, 'utf8')).split('\r\n');
    const turned = shop.at('turned.csv');
    const [head, first, ...rest] = rows;
    const [id, label] = first!.split(',');
    const others = rest.filter((row) => row !== '').map((row) => row.split(',').slice(0, 3).join(','));
    await writeFile(
      turned,
      [head!.split(',').slice(0, 3).join(','), ...others.reverse(), `${id},${label},wink`].join('\n'),
    );
    const { code: ended, stdout, stderr: talk } = await mpafer(['compare', file, turned]);
    assert.deepEqual([ended, talk], [0, '']);
    assert.match(stdout, /^15 faces\nA {2}/);
    assert.match(stdout, /They disagree on 1 face \(\* = correct\)/);
    assert.match(stdout, /McNemar's exact test: p = 1\.000/);
    assert.ok(stdout.includes('wink') && stdout.includes(id!));
  });

  test('writes a page, its plots, the numbers and the disagreements to a folder', async () => {
    const folder = shop.at('side-by-side');
    const { code, stderr } = await mpafer(['compare', 'zero-shot', run, ...common, '--out', folder]);
    assert.equal(code, 0, stderr);
    await assertPlotsBeside(folder, 'difference-b-minus-a', 'classes-recall-by-class-b-minus-a');
    const page = await readFile(`${folder}/report.html`, 'utf8');
    assertSelfContained(page);
    for (const id of ['difference', 'counts', 'classes', 'disagreements', 'hardest']) {
      assert.ok(page.includes(`<section id="${id}">`), id);
    }
    assert.match(page, /This page contains pictures of faces/);
    const numbers = JSON.parse(await readFile(`${folder}/comparison.json`, 'utf8'));
    assert.equal(numbers.perClass.length, 3);
    const rows = (await readFile(`${folder}/disagreements.csv`, 'utf8')).trimEnd().split('\r\n');
    assert.equal(rows.length - 1, numbers.disagreements.length);
    const bare = shop.at('without-pictures');
    assert.equal((await mpafer(['compare', 'zero-shot', run, ...common, '--out', bare, '--no-pictures'])).code, 0);
    assert.doesNotMatch(await readFile(`${bare}/report.html`, 'utf8'), /data:image|pictures of faces/);
  });

  test('refuses predictions for different faces or with different labels, and a run without data', async () => {
    const [one, other, relabelled] = ['one.csv', 'other.csv', 'relabelled.csv'].map((name) => shop.at(name));
    await writeFile(one!, 'id,label,predicted\na,joy,joy\nb,fear,joy\n');
    await writeFile(other!, 'id,label,predicted\na,joy,joy\nc,fear,joy\n');
    await writeFile(relabelled!, 'id,label,predicted\na,joy,joy\nb,awe,joy\n');
    const faces =
      /they are not of the same faces: 1 are only in the first \(such as "b"\), 1 only in the second \(such as "c"\)/;
    await fails(1, faces, 'compare', one!, other!);
    await fails(1, /1 of 2 faces have different labels, such as "b": "fear" and "awe"/, 'compare', one!, relabelled!);
    await fails(
      2,
      /Cannot compare "[^"]+run": it is a run, and there is no data set to evaluate it on/,
      'compare',
      one!,
      run,
    );
    await fails(
      1,
      /Cannot read predictions from "[^"]+gone\.csv": there is no such file/,
      'compare',
      one!,
      shop.at('gone.csv'),
    );
  });
});
