import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { parseConfiguration } from '../../../../src/configuration/configuration.ts';
import { nodeEngine } from '../../../../src/engine/node/node-engine.ts';
import { defaultDescriptions } from '../../../../src/method/default-descriptions.ts';
import { openClip } from '../../../../src/platform/node/models/models.ts';
import { openRun } from '../../../../src/platform/node/models/open-run.ts';
import { runFiles } from '../../../../src/train/run-files.ts';
import { train } from '../../../../src/train/train.ts';
import { refuses } from '../../../data/refuses.ts';
import { drawnDataset } from '../../../support/drawings.ts';
import { writeTinyModel } from '../../../support/tiny-model.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const dataset = drawnDataset({ counts: { train: 2 } });

/** A finished run in a folder, and the CLIP that its record names. */
async function finishedRun(folder: string): Promise<{ run: string; model: string }> {
  const run = join(folder, 'run');
  await mkdir(join(run, 'checkpoints'), { recursive: true });
  const model = await writeTinyModel(join(folder, 'clip'));
  const configuration = parseConfiguration({ epochs: 1 }, 'the test');
  const input = { engine, clip: await openClip(model), dataset, configuration, descriptions: defaultDescriptions };
  for await (const event of train(input)) {
    if (event.kind === 'finished') await writeFile(join(run, runFiles.best), event.recogniser);
  }
  await writeFile(join(run, runFiles.configuration), JSON.stringify({ clip: model }));
  return { run, model };
}

suite('a recogniser by name or path', () => {
  test('is a run folder, or a checkpoint in one, with the CLIP that the run names', async (t) => {
    const { run, model } = await finishedRun(await temporaryFolder(t));
    const faces = await Promise.all(dataset.samples.slice(0, 2).map((sample) => sample.read()));
    const [byFolder, byFile] = [await openRun(engine, run), await openRun(engine, join(run, runFiles.best))];
    assert.equal(byFolder.clip.name, model);
    assert.deepEqual(byFolder.recogniser.classes, ['happiness', 'sadness', 'anger']);
    assert.deepEqual(await byFile.recogniser.recognise(faces), await byFolder.recogniser.recognise(faces));
  });

  test('is a checkpoint anywhere, with the given CLIP', async (t) => {
    const folder = await temporaryFolder(t);
    const { run, model } = await finishedRun(folder);
    const alone = join(folder, 'prompts.safetensors');
    await writeFile(alone, await readFile(join(run, runFiles.best)));
    const { recogniser } = await openRun(engine, alone, { clip: model });
    assert.deepEqual(recogniser.classes, ['happiness', 'sadness', 'anger']);
  });

  test('is plain CLIP under the name zero-shot, for the given classes', async (t) => {
    const clip = await writeTinyModel(join(await temporaryFolder(t), 'clip'));
    const { recogniser } = await openRun(engine, 'zero-shot', { clip });
    assert.equal(recogniser.classes.length, 8);
    const two = await openRun(engine, 'zero-shot', { clip, classes: ['fear', 'anger'] });
    assert.deepEqual(two.recogniser.classes, ['fear', 'anger']);
  });

  test('is refused where there is nothing, where nothing is finished, and where the record is damaged', async (t) => {
    const folder = await temporaryFolder(t);
    const { run } = await finishedRun(folder);
    const gone = await refuses(
      openRun(engine, join(folder, 'gone')),
      'run',
      /^Cannot open run "[^"]+gone": there is no such folder/,
    );
    assert.match(gone.hint!, /zero-shot/);
    const stranger = await refuses(
      openRun(engine, join(folder, 'clip')),
      'run',
      /it contains no checkpoints\/best\.safetensors$/,
    );
    assert.match(stranger.hint!, /^Name the folder of a training run$/);
    await writeFile(join(folder, runFiles.configuration), '{}');
    const unfinished = await refuses(openRun(engine, folder), 'run', /it contains no checkpoints\/best\.safetensors$/);
    assert.match(unfinished.hint!, /^Its training has not completed an epoch yet; resume it$/);
    await writeFile(join(run, runFiles.configuration), '{');
    await refuses(openRun(engine, run), 'run', /^Cannot read "[^"]+config\.resolved\.json": it is not JSON/);
  });

  test('is refused with another CLIP', async (t) => {
    const folder = await temporaryFolder(t);
    const { run } = await finishedRun(folder);
    const clip = await writeTinyModel(join(folder, 'other'), 2);
    await refuses(openRun(engine, run, { clip }), 'checkpoint', /with CLIP "[^"]+other"[^"]+"clip"/);
  });
});
