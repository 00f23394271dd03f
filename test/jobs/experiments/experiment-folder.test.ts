import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { finish } from '../../../src/core/finish.ts';
import { computeCells } from '../../../src/jobs/experiments/compute-cells.ts';
import {
  cell,
  type ExperimentFolder,
  fileName,
  openExperiment,
} from '../../../src/jobs/experiments/experiment-folder.ts';
import { note } from '../../../src/jobs/job-event.ts';
import { runFiles } from '../../../src/train/run-files.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const original = { configuration: { epochs: 3, batch: 8 }, data0: 'synthetic:' };

const open = (...args: Parameters<typeof openExperiment>) => finish(openExperiment(...args));

async function folderOf(t: TestContext, conditions: Readonly<Record<string, unknown>> = original) {
  const path = join(await temporaryFolder(t), 'experiment');
  return { path, folder: await open(path, 'ablate', conditions) };
}

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
  const again = await open(path, 'ablate', original);
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
});

test('refuses to mix cells of different conditions, names the difference and releases the folder', async (t) => {
  const { path } = await folderOf(t);
  const other = { ...original, configuration: { epochs: 4, batch: 8 } };
  for (let time = 0; time < 2; time++) {
    await refuses(open(path, 'ablate', other), 'run', /its configuration\.epochs is 3; given 4/);
  }
  await refuses(open(path, 'cross', original), 'run', /its kind is "ablate"; given "cross"/);
  await refuses(open(path, 'ablate', { data0: 'x:' }), 'run', /its data0 is "synthetic:"; given "x:"/);
});

test('accepts additional conditions, which must then not change either', async (t) => {
  const { path } = await folderOf(t);
  await open(path, 'ablate', { ...original, data1: 'b:' });
  await open(path, 'ablate', original);
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

test('gives each cell to one process at a time, and goes on when that one is dead', async (t) => {
  const { path, folder } = await folderOf(t);
  const other = await open(path, 'ablate', original);
  const lock = await folder.claim('a', false);
  assert.ok(lock !== undefined);
  assert.equal(await other.claim('a', false), undefined);
  const free = await other.claim('b', false);
  await free!.release();
  const waiting = finish(
    cell(other, 'a', async function* () {
      yield 'working';
      return 'by the other';
    }),
  );
  await folder.keep('a', 'by the first');
  await lock.release();
  assert.deepEqual(await waiting, { result: 'by the first', reused: true });
});

test('computes every cell once, whatever process takes it, and waits for those of others', async (t) => {
  const { path, folder } = await folderOf(t);
  const other = await open(path, 'ablate', original);
  const computed: string[] = [];
  const plans = (who: string) =>
    ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      name,
      async *work() {
        yield note(name);
        await new Promise((resolve) => setTimeout(resolve, 5));
        computed.push(name);
        return `${name} by ${who}`;
      },
    }));
  const [one, two] = await Promise.all([
    finish(computeCells(folder, plans('one'))),
    finish(computeCells(other, plans('two'))),
  ]);
  assert.deepEqual(one, two);
  assert.deepEqual(computed.toSorted(), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(
    (await readdir(join(path, 'cells'))).toSorted(),
    ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.json`),
  );
});

test('a shard computes its own cells, and no others', async (t) => {
  const { folder } = await folderOf(t);
  const plans = ['a', 'b', 'c'].map((name) => ({
    name,
    async *work() {
      yield note(name);
      return name;
    },
  }));
  const found = await finish(computeCells(folder, plans, { shard: { index: 1, count: 2 } }));
  assert.deepEqual(
    found.map(({ name }) => name),
    ['a', 'c'],
  );
  assert.equal(await folder.kept('b'), undefined);
});

test('suggests removing a cell file that is truncated', async (t) => {
  const { path, folder } = await folderOf(t);
  await writeFile(join(path, 'cells', 'a.json'), '{"war": 0.');
  await assert.rejects(folder.kept('a'), { code: 'run', message: /a\.json": it is not JSON/, hint: /Remove the file/ });
});

test('makes file names from any text', () => {
  assert.equal(fileName('ck48:data/CK+48?fold=0'), 'ck48-data-CK-48-fold-0');
  assert.equal(fileName('../..//x'), 'x');
  assert.equal(fileName('???'), 'unnamed');
});
