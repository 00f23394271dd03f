import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ofSplit, type Split } from '../../../src/data/dataset.ts';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { trainingDataOf } from '../../../src/evaluate/training-data.ts';
import { mayBeTheSame, type OpenData, seenFaces, seenWarning } from '../../../src/jobs/evaluate/seen-faces.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';

const root = await mkdtemp(join(tmpdir(), 'mpafer-seen-'));
after(() => rm(root, { recursive: true, force: true }));
const [here, there, other] = [join(root, 'here'), join(root, 'there'), join(root, 'other')];

const at = async (spec: string): Promise<OpenData> => ({ spec, dataset: await openDataset(spec, nodeDataHost) });
const ids = ({ dataset }: OpenData, split: Split) => new Set(ofSplit(dataset, split).map(({ id }) => id));

before(async () => {
  // Only their names are looked at.
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

test('what a run tells of its data holds no path', async () => {
  const { dataset } = await at(`folder:${here}?seed=3`);
  const { fingerprint, ...told } = trainingDataOf(dataset);
  assert.deepEqual(told, { name: 'folder', spec: 'folder:?seed=3', faces: { train: 28, valid: 4, test: 8 } });
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
});

test('the data of training is known again wherever it lies, and its test split is unseen', async () => {
  const trained = await at(`folder:${here}?seed=3`);
  const moved = await at(`folder:${there}?seed=3`);
  const seen = await seenFaces(trainingDataOf(trained.dataset), moved);
  assert.deepEqual(seen, { train: ids(trained, 'train'), valid: ids(trained, 'valid') });
  const warn = (split: Split) => seenWarning(trainingDataOf(trained.dataset), moved, ofSplit(moved.dataset, split));
  assert.equal(await warn('test'), undefined);
  assert.match((await warn('train'))!, /^The run was trained on 28 of the 28 faces: /);
  assert.match((await warn('valid'))!, /^Training chose its epoch and temperature on 4 of the 4 faces: /);
});

test('under another split the faces of training are still told, one by one', async () => {
  const trained = await at(`folder:${here}?seed=3`);
  const dealtAnew = await at(`folder:${there}?seed=4`);
  const seen = await seenFaces(trainingDataOf(trained.dataset), dealtAnew);
  assert.deepEqual(seen?.train, ids(trained, 'train'));
  const tested = ofSplit(dealtAnew.dataset, 'test');
  const overlap = tested.filter(({ id }) => seen!.train.has(id)).length;
  assert.ok(overlap > 0 && overlap < tested.length, 'else the case shows nothing');
  const warning = await seenWarning(trainingDataOf(trained.dataset), dealtAnew, tested);
  assert.match(warning!, new RegExp(`trained on ${overlap} of the 8 faces`));
});

test('other images in folders are other data, and nothing is said of them', async () => {
  const trained = trainingDataOf((await at(`folder:${here}`)).dataset);
  const strange = await at(`folder:${other}`);
  assert.equal(await seenFaces(trained, strange), undefined);
  assert.equal(mayBeTheSame(trained, strange), false);
  assert.equal(await seenWarning(trained, strange, strange.dataset.samples), undefined);
});

test('another version of a published set is doubted', async () => {
  const now = await at(`folder:${other}`);
  const renamed: OpenData = { ...now, dataset: { ...now.dataset, name: 'rafdb', spec: 'rafdb:' } };
  const trained = { ...trainingDataOf(renamed.dataset), fingerprint: '0000000000000000' };
  assert.match(
    (await seenWarning(trained, renamed, now.dataset.samples))!,
    /^The run was trained on rafdb too, in another copy or version/,
  );
});

test('drawn people of another seed are other people, though they bear the same names', async () => {
  const trained = trainingDataOf((await at('synthetic:?count=80&seed=1')).dataset);
  const again = await at('synthetic:?count=80&seed=1');
  assert.equal((await seenFaces(trained, again))?.train.size, 56);
  assert.equal(await seenFaces(trained, await at('synthetic:?count=80&seed=2')), undefined);
});
