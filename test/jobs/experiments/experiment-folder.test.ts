import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileName, openExperiment } from '../../../src/jobs/experiments/experiment-folder.ts';
import { runFiles } from '../../../src/platform/node/files/run-folder.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const begun = { configuration: { epochs: 3, batch: 8 }, data0: 'synthetic:' };

async function folderOf(t: TestContext, conditions: Readonly<Record<string, unknown>> = begun) {
  const path = join(await temporaryFolder(t), 'experiment');
  return { path, folder: await openExperiment(path, 'ablate', conditions) };
}

test('does a cell once, and keeps it over processes', async (t) => {
  const { path, folder } = await folderOf(t);
  let done = 0;
  const work = async () => ({ war: ++done / 10 });
  assert.deepEqual([await folder.cell('a', work), await folder.cell('a', work)], [{ war: 0.1 }, { war: 0.1 }]);
  assert.equal(await folder.kept('b'), undefined);
  await folder.close();
  const again = await openExperiment(path, 'ablate', begun);
  assert.deepEqual([await again.cell('a', work), await again.cell('b', work)], [{ war: 0.1 }, { war: 0.2 }]);
  await again.close();
});

test('a cell that fails is not kept', async (t) => {
  const { folder } = await folderOf(t);
  await assert.rejects(
    folder.cell('a', () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await folder.kept('a'), undefined);
  await folder.close();
});

test('refuses to mix cells of other conditions, naming what differs, and leaves the folder free', async (t) => {
  const { path, folder } = await folderOf(t);
  await folder.close();
  const other = { ...begun, configuration: { epochs: 4, batch: 8 } };
  for (let time = 0; time < 2; time++) {
    await refuses(openExperiment(path, 'ablate', other), 'run', /its configuration\.epochs is 3, given is 4/);
  }
  await refuses(openExperiment(path, 'cross', begun), 'run', /its kind is "ablate", given is "cross"/);
  await refuses(openExperiment(path, 'ablate', { data0: 'x:' }), 'run', /its data0 is "synthetic:", given is "x:"/);
});

test('more may be added, and then holds too', async (t) => {
  const { path, folder } = await folderOf(t);
  await folder.close();
  await (await openExperiment(path, 'ablate', { ...begun, data1: 'b:' })).close();
  await (await openExperiment(path, 'ablate', begun)).close();
  await refuses(openExperiment(path, 'ablate', { ...begun, data1: 'c:' }), 'run', /its data1 is "b:", given is "c:"/);
});

test('keeps out of a training run, whose report it would replace', async (t) => {
  const path = await temporaryFolder(t);
  await writeFile(join(path, runFiles.configuration), '{}');
  await assert.rejects(openExperiment(path, 'stress', {}), {
    code: 'run',
    message: `Cannot write an experiment into "${path}": it holds a training run`,
  });
  assert.deepEqual(await readdir(path), [runFiles.configuration]);
});

test('one writes at a time', async (t) => {
  const { path, folder } = await folderOf(t);
  await refuses(openExperiment(path, 'ablate', begun), 'run', /is writing there/);
  await folder.close();
});

test('a cell that was cut short says that it may be removed', async (t) => {
  const { path, folder } = await folderOf(t);
  await writeFile(join(path, 'cells', 'a.json'), '{"war": 0.');
  await assert.rejects(folder.kept('a'), { code: 'run', message: /a\.json": it is not JSON/, hint: /Remove the file/ });
  await folder.close();
});

test('makes names of files out of any text', () => {
  assert.equal(fileName('ck48:data/CK+48?fold=0'), 'ck48-data-CK-48-fold-0');
  assert.equal(fileName('../..//x'), 'x');
  assert.equal(fileName('???'), 'unnamed');
});
