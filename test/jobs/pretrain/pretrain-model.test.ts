// The folder of `mpafer pretrain`: one process at a time, the faces that it started with, and a log that survives a kill.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import { readPretrainLog } from '../../../src/jobs/pretrain/pretrain-log.ts';
import { openClip } from '../../../src/platform/node/models/models.ts';
import { readCheckpoint } from '../../../src/pretrain/pretrain-checkpoint.ts';
import { type CommandOptions, mpafer } from '../../support/command-line.ts';
import { placeLock } from '../../support/lock-file.ts';
import { filesUpTo } from '../../support/refusing-disk.ts';
import { tinyPretraining, writeFerplus } from '../../support/verbs.ts';
import { workshop } from '../../support/workshop.ts';

const shop = await workshop();
const out = shop.at('pretrained');
const log = shop.at('pretrained', 'log.jsonl');
const faces = await writeFerplus(shop.at('ferplus'));
const pretrain = (data: string, folder: string, extra: readonly string[] = [], options: CommandOptions = {}) =>
  mpafer(['pretrain', '--data', data, '--out', folder, '--engines', '1', ...extra, ...tinyPretraining], options);

before(async () => {
  const ended = await pretrain(faces, out);
  assert.equal(ended.code, 0, ended.stderr);
});

suite('mpafer pretrain', { concurrency: 1 }, () => {
  test('resumes after removing a truncated last line of the log', async () => {
    const lines = (await readFile(log, 'utf8')).trimEnd().split('\n').length;
    await appendFile(log, '{"kind":"step","stage":"im');
    const { code, stderr } = await pretrain(faces, out, ['--resume']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Resuming in stage \w+ after step \d+$/m);
    const text = await readFile(log, 'utf8');
    assert.ok(text.split('\n').length > lines && !text.includes('"im\n'));
    assert.equal(readPretrainLog(text).sittings.length, 2);
  });

  test('resumes from the previous checkpoint when a bit of the latest has flipped, and says so', async () => {
    const file = shop.at('pretrained', 'checkpoint.safetensors');
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 8;
    await writeFile(file, bytes);
    const { code, stdout, stderr } = await pretrain(faces, out, ['--resume']);
    assert.equal(code, 0, stderr);
    assert.match(
      `${stdout}${stderr}`,
      /Cannot resume from "[^"]+": the file is damaged: its checksum does not match; resuming from "[^"]+checkpoint\.previous\.safetensors"/,
    );
    assert.ok(readCheckpoint(await readFile(file), file).state.step > 0);
  });

  test('refuses to start in the folder of a run, and to resume with other faces', async () => {
    const started = await pretrain(faces, out);
    assert.match(started.stderr, /^Error Cannot start a run in "[^"]+": it holds a checkpoint\n/);
    const others = await writeFerplus(shop.at('others'), 2);
    const resumed = await pretrain(others, out, ['--resume']);
    assert.match(
      resumed.stderr,
      /^Error Cannot resume in "[^"]+": it was trained on faces other than those of ferplus:/m,
    );
    assert.deepEqual([started.code, resumed.code], [1, 1]);
  });

  test('refuses a folder that another process is writing to', async () => {
    const other = spawn('sleep', ['60']);
    const lock = await placeLock(shop.at('pretrained'), { pid: other.pid! });
    const { code, stderr } = await pretrain(faces, out, ['--resume']);
    other.kill();
    await rm(lock);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^Error Cannot write into "[^"]+": process ${other.pid} is writing there\n`));
  });

  test('names the file that a full disk refuses, log or checkpoint, and resumes when there is space again', async () => {
    const folder = shop.at('full');
    for (const [blocks, file] of [
      [1, 'log\\.jsonl'],
      [40, 'checkpoint\\.safetensors'],
    ] as const) {
      const { code, stderr } = await pretrain(faces, folder, [], filesUpTo(blocks));
      assert.match(
        stderr,
        new RegExp(`Error Cannot write "[^"]+/${file}": [^\\n]+\\n[^\\n]*\\[disk\\] mpafer errors disk\\n$`),
      );
      assert.equal(code, 1);
    }
    assert.ok((await readdir(folder)).every((name) => name === 'log.jsonl'));
    const ended = await pretrain(faces, folder, ['--resume']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(readPretrainLog(await readFile(shop.at('full', 'log.jsonl'), 'utf8')).sittings.length, 2);
  });

  test('adapts a CLIP that it wrote: the text tower stays, eyes are found once, and the record says where it came from', async () => {
    const from = shop.at('pretrained', 'model');
    const folder = shop.at('adapted');
    const settings = ['--from', from, 'adaptStage.epochs=1', 'adaptStage.batch=8', 'jointStage.epochs=0'];
    const ended = await mpafer([
      'pretrain',
      '--data',
      faces,
      '--out',
      folder,
      '--engines',
      '1',
      ...tinyPretraining,
      ...settings,
    ]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stderr, /^Eyes were found in \d+ of 32 faces$/m);
    const record = JSON.parse(await readFile(shop.at('adapted', 'model', 'training.json'), 'utf8'));
    assert.match(record.from, /^model \(weights [0-9a-f]{64}\)$/);
    assert.deepEqual(Object.keys(record.stages), ['adapt', 'joint']);
    const card = await readFile(shop.at('adapted', 'model', 'MODEL_CARD.md'), 'utf8');
    assert.ok(card.includes(`adapted from that of ${record.from}`));
    const { date, command, stages } = JSON.parse(await readFile(`${from}/training.json`, 'utf8'));
    assert.deepEqual(record.base, { date, command, stages });
    assert.ok(card.includes(`made on ${date.slice(0, 10)} with \`${command}\`: image stage`));
    assert.match(record.command, /^mpafer pretrain --from model /);
    const [before, after] = [await openClip(from), await openClip(shop.at('adapted', 'model'))];
    const weightsOf = async (clip: typeof before, tower: 'text' | 'image') =>
      Promise.all([
        clip.readWeight(clip.weights[tower].projection),
        clip.readWeight(clip.weights[tower].positionEmbedding),
      ]);
    assert.deepEqual(await weightsOf(after, 'text'), await weightsOf(before, 'text'));
    assert.notDeepEqual(await weightsOf(after, 'image'), await weightsOf(before, 'image'));

    const eyes = await readFile(shop.at('adapted', 'eyes.json'), 'utf8');
    await writeFile(shop.at('adapted', 'eyes.json'), eyes.replace(/\[null,/, '[[180,300,500,300],'));
    const resumed = await mpafer([
      'pretrain',
      '--data',
      faces,
      '--out',
      folder,
      '--resume',
      '--engines',
      '1',
      ...tinyPretraining,
      ...settings.slice(2),
    ]);
    assert.equal(resumed.code, 0, resumed.stderr);
    const again = JSON.parse(await readFile(shop.at('adapted', 'model', 'training.json'), 'utf8'));
    assert.equal(again.from, record.from);
    assert.deepEqual(again.base, record.base);
    assert.notEqual(
      await readFile(shop.at('adapted', 'eyes.json'), 'utf8'),
      eyes,
      'kept eyes are used, not found again',
    );
  });

  test('refuses to adapt for no epochs, from nothing, or in a run that has started', async () => {
    const from = (clip: string, ...more: string[]) =>
      mpafer(['pretrain', '--data', faces, '--out', shop.at('never'), '--from', clip, ...tinyPretraining, ...more]);
    for (const [ended, message] of [
      [
        await from(shop.at('pretrained', 'model')),
        /^Error Cannot adapt "[^"]+": adaptStage\.epochs is 0; expected more\n/,
      ],
      [await from(shop.at('nowhere'), 'adaptStage.epochs=1'), /^Error Cannot find CLIP "[^"]+nowhere"/],
      [
        await from('face-clip', 'adaptStage.epochs=1'),
        /Error Cannot start from "[^"]+": its image tower has width 192; expected 16\n/,
      ],
    ] as const) {
      assert.equal(ended.code, 1, ended.stderr);
      assert.match(ended.stderr, message);
    }
    const both = await from('face-clip', '--resume');
    assert.equal(both.code, 2, both.stderr);
    assert.match(both.stderr, /Cannot use --from with --resume: the run in --out has started already/);
  });

  test('names a path where no folder can be created', async () => {
    await writeFile(shop.at('file'), '');
    const { code, stderr } = await pretrain(faces, shop.at('file', 'run'));
    assert.equal(code, 1);
    assert.match(stderr, /^Error Cannot write "[^"]+run": its folder is a file\n/);
  });
});
