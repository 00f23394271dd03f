import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datasetRoot } from '../../../src/data/readers/layout/dataset-root.ts';
import { folderContent } from '../../../src/data/readers/layout/image-files.ts';
import { looksLike } from '../../../src/data/readers/layout/looks-like.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';

const wanted = {
  kind: 'rafdb',
  needed: 'EmoLabel/',
  isRoot: ({ folders }: { folders: readonly string[] }) => folders.includes('EmoLabel'),
};
const host = memoryHost(
  filesOf({ 'a/b/c/EmoLabel/x.txt': '', 'a/b/c/Image/aligned/1.png': '', 'a/b/c/Image/aligned/deep/er/2.png': '' }),
);
const root = (path: string) => datasetRoot(host, path, wanted);

test('finds the root at the path and up to two folders below', async () => {
  for (const path of ['a', 'a/b', 'a/b/c', 'a/b/c/']) assert.equal((await root(path)).replace(/\/$/, ''), 'a/b/c');
});

test('names the root above a path that lies inside', async () => {
  for (const path of ['a/b/c/Image', 'a/b/c/Image/aligned', 'a/b/c/EmoLabel/']) {
    assert.equal(
      (await refuses(root(path), 'data', /as rafdb: /)).hint,
      'The path is inside the data set: try rafdb:a/b/c',
    );
  }
  assert.equal((await refuses(root('a/b/c/Image/aligned/deep'), 'data', /as rafdb: /)).hint, undefined);
});

test('is not led astray by a path that ends in dots', async () => {
  const dots = memoryHost(filesOf({ 'x/../y.txt': '' }));
  assert.equal((await refuses(datasetRoot(dots, 'x/..', wanted), 'data', /expected EmoLabel/)).hint, undefined);
});

test('says what was found, at most four names', async () => {
  const many = memoryHost(filesOf({ 'p/a/1': '', 'p/b/1': '', 'p/c.txt': '', 'p/d.png': '', 'p/e.png': '' }));
  await refuses(
    datasetRoot(many, 'p', wanted),
    'data',
    /Cannot open "p" as rafdb: found a\/, b\/, c.txt, d.png \.\.\.; expected EmoLabel\/$/,
  );
  await refuses(datasetRoot(memoryHost([]), '', wanted), 'data', /the folder is empty/);
});

test('recognises kinds by the names in a folder', async () => {
  const kind = async (...paths: readonly string[]) => {
    const own = memoryHost(paths.map((path) => [`D/${path}`, ''] as const));
    return looksLike(own, 'D', await folderContent(own, 'D')).then((found) => found?.kind);
  };
  assert.equal(await kind('FER2013Train/label.csv'), 'ferplus');
  assert.equal(await kind('fer2013.csv'), 'fer2013');
  assert.equal(await kind('icml_face_data.csv'), 'fer2013');
  assert.equal(await kind('ckextended.csv'), 'fer2013');
  assert.equal(await kind('EmoLabel/x', 'Image/x'), 'rafdb');
  assert.equal(await kind('DATASET/x', 'train_labels.csv'), 'rafdb');
  assert.equal(await kind('Manually_Annotated_Images/x', 'training.csv'), 'affectnet');
  assert.equal(await kind('train_set/x', 'val_set/x'), 'affectnet');
  assert.equal(await kind('train_set/x', 'valid_set/x'), 'affectnet');
  assert.equal(await kind('label.lst'), 'expw');
  assert.equal(await kind('Train_Aligned_Faces/x', 'Val_Aligned_Faces/x'), 'sfew');
  assert.equal(await kind('KA.AN1.39.tiff'), 'jaffe');
  assert.equal(await kind('train-00000-of-00001.parquet'), 'parquet');
  assert.equal(await kind('faces-000.tar'), 'webdataset');
  assert.equal(await kind('data.yaml', 'train/images/x', 'train/labels/x'), 'yolo');
  assert.equal(await kind('images/x.png', 'labels/x.txt'), 'yolo');
  assert.equal(await kind('train/_annotations.coco.json'), 'coco');
  assert.equal(await kind('annotations/instances_train.json', 'images/x.png'), 'coco');
  assert.equal(await kind('train/_classes.csv'), 'csv');
  const ck = ['anger', 'contempt', 'disgust', 'fear', 'happy', 'sadness', 'surprise'];
  assert.equal(await kind(...ck.map((name) => `${name}/x`)), 'ck48');
  assert.equal(await kind('anger/x', 'happy/x', 'neutral/x'), 'folder');
  assert.equal(await kind('train/happy/x', 'test/happy/x'), 'folder');
  assert.equal(await kind('faces.csv'), 'csv');
  assert.equal(await kind('a/x', 'b/x', 'readme.md', '1.png'), undefined);
  assert.equal(await kind('src/x', 'test/x'), undefined, 'source code has a folder of tests too');
  assert.equal(await kind('train/x.png', 'test/x.png'), undefined, 'no class folders and no lists');
});

test('names the root of another kind that lies below the path', async () => {
  const other = memoryHost(filesOf({ 'p/archive/train_set/1': '', 'p/archive/val_set/1': '' }));
  assert.equal(
    (await refuses(datasetRoot(other, 'p', wanted), 'data', /found archive\//)).hint,
    'It looks like an affectnet data set: try affectnet:p/archive',
  );
});

test('refuses several folders that fit, of any kind, and names them', async () => {
  const several = memoryHost(
    filesOf({ 'p/raf/EmoLabel/1': '', 'p/other/raf/EmoLabel/1': '', 'p/raf-basic/EmoLabel/1': '' }),
  );
  const { hint } = await refuses(
    datasetRoot(several, 'p', wanted),
    'data',
    /Cannot open "p" as rafdb: 2 folders in it fit, raf, raf-basic; expected one$/,
  );
  assert.equal(hint, 'Open one of them: rafdb:p/raf or rafdb:p/raf-basic');
});

test('steps into the snapshot of a hub cache and over output of earlier runs', async () => {
  const cache = memoryHost(
    filesOf({
      'p/datasets--a--b/blobs/1': '',
      'p/datasets--a--b/refs/main': 'f00',
      'p/datasets--a--b/snapshots/f00/data/EmoLabel/1': '',
      'p/run/config.resolved.json': '',
      'p/run/EmoLabel/1': '',
    }),
  );
  assert.equal(await datasetRoot(cache, 'p/datasets--a--b', wanted), 'p/datasets--a--b/snapshots/f00/data');
  await refuses(
    datasetRoot(cache, 'p/run/none', wanted).catch(() =>
      datasetRoot(memoryHost(filesOf({ 'q/run/config.resolved.json': '', 'q/run/EmoLabel/1': '' })), 'q', wanted),
    ),
    'data',
    /found run\//,
  );
});
