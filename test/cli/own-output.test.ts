// The tool's own output is never read as input: runs may be written into the folder that holds the faces.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { mpafer, oneThread } from '../support/command-line.ts';
import { writeDrawings } from '../support/drawings.ts';
import { settings, workshop } from '../support/workshop.ts';

const shop = await workshop();

suite('own output is never input', { concurrency: 1 }, () => {
  test('runs in the data folder become no class: train, evaluate, resume and predict work from there', async () => {
    const cwd = await writeDrawings(shop.at('faces'));
    const train = ['train', '--data', 'folder:.', '--clip', shop.clip, '--out', 'runs/mine', ...oneThread, ...settings];
    const first = await mpafer(train, { cwd });
    assert.equal(first.code, 0, first.stderr);
    const evaluated = await mpafer(['evaluate', '--run', 'runs/mine', '--data', 'folder:.', '--json'], { cwd });
    assert.equal(evaluated.code, 0, evaluated.stderr);
    assert.deepEqual(JSON.parse(evaluated.stdout).classes, ['happiness', 'sadness', 'anger']);
    const resumed = await mpafer(['train', '--out', 'runs/mine', '--resume', ...oneThread], { cwd });
    assert.equal(resumed.code, 0, resumed.stderr);
    const second = await mpafer([...train.slice(0, 6), 'runs/second', ...train.slice(7)], { cwd });
    assert.equal(second.code, 0, second.stderr);
    assert.doesNotMatch(second.stderr, /^ {2}runs /m);
    const predicted = await mpafer(['predict', '--run', 'runs/mine', '.', '--json'], { cwd });
    const images: string[] = JSON.parse(predicted.stdout).map(({ file }: { file: string }) => file);
    assert.ok(images.length > 0 && images.every((image) => !image.startsWith(join('runs', 'mine'))));
    assert.match(predicted.stderr, /skipped \d+ folders? with the output of earlier runs/);
  });
});
