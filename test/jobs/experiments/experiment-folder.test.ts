import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { finish } from '../../../src/core/finish.ts';
import {
  cell,
  type ExperimentFolder,
  fileName,
  openExperiment,
} from '../../../src/jobs/experiments/experiment-folder.ts';
import { runFiles } from '../../../src/platform/node/files/run-folder.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const original = { configuration: { epochs: 3, batch: 8 }, data0: 'synthetic:' };

const open = (...args: Parameters<typeof openExperiment>) => finish(openExperiment(...args));

async function folderOf(t: TestContext, conditions: Readonly<Record<string, unknown>> = original) {
  const path = join(await temporaryFolder(t), 'experiment');
  return { path, folder: await open(path, 'ablate', conditions) };
}

const close = (folder: ExperimentFolder) => folder[Symbol.asyncDispose]();

test('computes a cell once and reuses it in later processes', async (t) => {
  const { path, folder } = await folderOf(t);
  let computed = 0;
  const compute = (at: ExperimentFolder, name: string) =>
    finish(
      cell(at, name, async function* () {
        yield 'working';
        return { war: ++computed / 10 };
      }),
    );
  assert.deepEqual(await compute(folder, 'a'), { result: { war: 0.1 }, reused: false });
  assert.deepEqual(await compute(folder, 'a'), { result: { war: 0.1 }, reused: true });
  assert.equal(await folder.kept('b'), undefined);
  await close(folder);
  await using again = await open(path, 'ablate', original);
  assert.deepEqual(await compute(again, 'a'), { result: { war: 0.1 }, reused: true });
  assert.deepEqual(await compute(again, 'b'), { result: { war: 0.2 }, reused: false });
});

test('does not keep a cell that fails', async (t) => {
  const { folder } = await folderOf(t);
  const failing = cell(folder, 'a', async function* () {
    yield 'working';
    throw new Error('no');
  });
  await assert.rejects(finish(failing), /no/);
  assert.equal(await folder.kept('a'), undefined);
  await close(folder);
});

test('refuses to mix cells of different conditions, names the difference and releases the folder', async (t) => {
  const { path, folder } = await folderOf(t);
  await close(folder);
  const other = { ...original, configuration: { epochs: 4, batch: 8 } };
  for (let time = 0; time < 2; time++) {
    await refuses(open(path, 'ablate', other), 'run', /its configuration\.epochs is 3; given 4/);
  }
  await refuses(open(path, 'cross', original), 'run', /its kind is "ablate"; given "cross"/);
  await refuses(open(path, 'ablate', { data0: 'x:' }), 'run', /its data0 is "synthetic:"; given "x:"/);
});

test('accepts additional conditions, which must then not change either', async (t) => {
  const { path, folder } = await folderOf(t);
  await close(folder);
  await close(await open(path, 'ablate', { ...original, data1: 'b:' }));
  await close(await open(path, 'ablate', original));
  await refuses(open(path, 'ablate', { ...original, data1: 'c:' }), 'run', /its data1 is "b:"; given "c:"/);
});

test('refuses the folder of a training run, whose report it would replace', async (t) => {
  const path = await temporaryFolder(t);
  await writeFile(join(path, runFiles.configuration), '{}');
  await assert.rejects(open(path, 'stress', {}), {
    code: 'run',
    message: `Cannot write an experiment into "${path}": it holds a training run`,
  });
  assert.deepEqual(await readdir(path), [runFiles.configuration]);
});

test('allows one writer at a time', async (t) => {
  const { path, folder } = await folderOf(t);
  await refuses(open(path, 'ablate', original), 'run', /is writing there/);
  await close(folder);
});

test('suggests removing a cell file that is truncated', async (t) => {
  const { path, folder } = await folderOf(t);
  await writeFile(join(path, 'cells', 'a.json'), '{"war": 0.');
  await assert.rejects(folder.kept('a'), { code: 'run', message: /a\.json": it is not JSON/, hint: /Remove the file/ });
  await close(folder);
});

test('makes file names from any text', () => {
  assert.equal(fileName('ck48:data/CK+48?fold=0'), 'ck48-data-CK-48-fold-0');
  assert.equal(fileName('../..//x'), 'x');
  assert.equal(fileName('???'), 'unnamed');
});
