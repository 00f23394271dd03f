import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ofSplit, type Split } from '../../../src/data/dataset.ts';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { trainingDataOf } from '../../../src/evaluate/training-data.ts';
import {
  mayOverlap,
  type OpenedDataset,
  overlapWarning,
  trainingOverlap,
} from '../../../src/jobs/evaluate/training-overlap.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';

const root = await mkdtemp(join(tmpdir(), 'mpafer-overlap-'));
after(() => rm(root, { recursive: true, force: true }));
const [here, there, other] = [join(root, 'here'), join(root, 'there'), join(root, 'other')];

const at = async (spec: string): Promise<OpenedDataset> => ({ spec, dataset: await openDataset(spec, nodeDataHost) });
const ids = ({ dataset }: OpenedDataset, split: Split) => new Set(ofSplit(dataset, split).map(({ id }) => id));

before(async () => {
  // Only the file names matter here.
  for (const name of ['wink', 'yawn']) {
    await mkdir(join(here, name), { recursive: true });
    await mkdir(join(other, name), { recursive: true });
    for (let index = 0; index < 20; index++) {
      await writeFile(join(here, name, `${index}.png`), '');
      await writeFile(join(other, name, `${index + 7}.png`), '');
    }
  }
  await cp(here, there, { recursive: true });
});

test('the record of the training data contains no path', async () => {
  const { dataset } = await at(`folder:${here}?seed=3`);
  const { fingerprint, ...record } = trainingDataOf(dataset);
  assert.deepEqual(record, { name: 'folder', spec: 'folder:?seed=3', faces: { train: 28, valid: 4, test: 8 } });
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
});

test('the training data is recognised at another path, and its test split was not trained on', async () => {
  const trained = await at(`folder:${here}?seed=3`);
  const moved = await at(`folder:${there}?seed=3`);
  const found = await trainingOverlap(trainingDataOf(trained.dataset), moved);
  assert.deepEqual(found, { train: ids(trained, 'train'), valid: ids(trained, 'valid') });
  const warn = (split: Split) => overlapWarning(trainingDataOf(trained.dataset), moved, ofSplit(moved.dataset, split));
  assert.equal(await warn('test'), undefined);
  assert.match((await warn('train'))!, /^The run was trained on 28 of the 28 faces: /);
  assert.match((await warn('valid'))!, /^Training chose its epoch and temperature on 4 of the 4 faces: /);
});

test('under another split the training faces are still identified one by one', async () => {
  const trained = await at(`folder:${here}?seed=3`);
  const resplit = await at(`folder:${there}?seed=4`);
  const found = await trainingOverlap(trainingDataOf(trained.dataset), resplit);
  assert.deepEqual(found?.train, ids(trained, 'train'));
  const tested = ofSplit(resplit.dataset, 'test');
  const overlap = tested.filter(({ id }) => found!.train.has(id)).length;
  assert.ok(overlap > 0 && overlap < tested.length, 'otherwise the case proves nothing');
  const warning = await overlapWarning(trainingDataOf(trained.dataset), resplit, tested);
  assert.match(warning!, new RegExp(`trained on ${overlap} of the 8 faces`));
});

test('other images in class folders are other data and give no warning', async () => {
  const trained = trainingDataOf((await at(`folder:${here}`)).dataset);
  const unrelated = await at(`folder:${other}`);
  assert.equal(await trainingOverlap(trained, unrelated), undefined);
  assert.equal(mayOverlap(trained, unrelated), false);
  assert.equal(await overlapWarning(trained, unrelated, unrelated.dataset.samples), undefined);
});

test('another version of a published data set gives a warning', async () => {
  const now = await at(`folder:${other}`);
  const renamed: OpenedDataset = { ...now, dataset: { ...now.dataset, name: 'rafdb', spec: 'rafdb:' } };
  const trained = { ...trainingDataOf(renamed.dataset), fingerprint: '0000000000000000' };
  assert.match(
    (await overlapWarning(trained, renamed, now.dataset.samples))!,
    /^The run was trained on another copy or version of rafdb: cannot tell/,
  );
});

test('drawn faces of another seed are other faces, although they have the same ids', async () => {
  const trained = trainingDataOf((await at('synthetic:?count=80&seed=1')).dataset);
  const again = await at('synthetic:?count=80&seed=1');
  assert.equal((await trainingOverlap(trained, again))?.train.size, 56);
  assert.equal(await trainingOverlap(trained, await at('synthetic:?count=80&seed=2')), undefined);
});
