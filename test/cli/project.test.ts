// A project of the studio as a data set of every command, in a folder and in a zip.
import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { suite, test } from 'node:test';
import { projectFolder } from '../../src/platform/node/files/project-folder.ts';
import { projectZipPieces } from '../../src/project/project-zip.ts';
import { readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { drawnProject } from '../project/drawn-project.ts';
import { mpafer } from '../support/command-line.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const folder = shop.at('drawn.mpafer');
const zip = shop.at('drawn.mpafer.zip');
await drawnProject(folder);
await pipeline(Readable.from(projectZipPieces(projectFolder(folder), zip)), createWriteStream(zip));

suite('a project', () => {
  test('is checked, and taught by the same faces from a folder and from a zip', async () => {
    const { code, stdout, stderr } = await mpafer(['data', 'check', `project:${folder}`]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /smile!/);
    assert.match(stdout, /no group in two splits/);
    const packs = [];
    for (const [index, path] of [folder, zip].entries()) {
      const out = shop.at(`taught-${index}.safetensors`);
      const taught = await mpafer(['teach', '--data', `project:${path}`, '--out', out]);
      assert.equal(taught.code, 0, taught.stderr);
      packs.push(readCheckpoint(await readFile(out), out));
    }
    assert.deepEqual(packs[0], packs[1]);
    assert.equal(packs[0]!.configuration.hardPrompt, 3, 'its descriptions are used');
  });

  test('is trained on from a zip, with its own descriptions of its classes', async () => {
    const out = shop.at('run');
    const settings = ['epochs=1', 'batch=16', 'warmupEpochs=0', 'visualPrompts=0', 'hardPrompt=3'];
    const { code, stderr } = await mpafer(['train', '--data', `project:${zip}?test=0.3`, '--out', out, ...settings]);
    assert.equal(code, 0, stderr);
    const { data } = readCheckpoint(await readFile(`${out}/checkpoints/best.safetensors`), out);
    assert.deepEqual([data?.name, data?.spec], ['project', 'project:?test=0.3']);
  });

  test('that is broken is refused in one line', async () => {
    const { code, stderr } = await mpafer([
      'train',
      '--data',
      `project:${shop.at('nowhere.zip')}`,
      '--out',
      shop.at('never'),
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /there is no such file/);
  });
});
