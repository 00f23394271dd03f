import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datasetRoot } from '../../../src/data/readers/layout/dataset-root.ts';
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
      'It lies inside of the dataset: try rafdb:a/b/c',
    );
  }
  assert.equal((await refuses(root('a/b/c/Image/aligned/deep'), 'data', /as rafdb: /)).hint, undefined);
});

test('is not led astray by a path that ends in dots', async () => {
  const dots = memoryHost(filesOf({ 'x/../y.txt': '' }));
  assert.equal((await refuses(datasetRoot(dots, 'x/..', wanted), 'data', /needed EmoLabel/)).hint, undefined);
});

test('says what was found, at most four names', async () => {
  const many = memoryHost(filesOf({ 'p/a/1': '', 'p/b/1': '', 'p/c.txt': '', 'p/d.png': '', 'p/e.png': '' }));
  await refuses(
    datasetRoot(many, 'p', wanted),
    'data',
    /Cannot open "p" as rafdb: found a\/, b\/, c.txt, d.png \.\.\., needed EmoLabel\/$/,
  );
  await refuses(datasetRoot(memoryHost([]), '', wanted), 'data', /the folder is empty/);
});

test('tells kinds by the names in a folder', () => {
  const names = (folders: readonly string[], others: readonly string[] = [], images: readonly string[] = []) =>
    looksLike({ folders, others, images });
  assert.equal(names(['FER2013Train']), 'ferplus');
  assert.equal(names([], ['fer2013.csv']), 'fer2013');
  assert.equal(names([], ['icml_face_data.csv']), 'fer2013');
  assert.equal(names(['EmoLabel', 'Image']), 'rafdb');
  assert.equal(names(['DATASET'], ['train_labels.csv']), 'rafdb');
  assert.equal(names(['Manually_Annotated_Images'], ['training.csv']), 'affectnet');
  assert.equal(names(['train_set', 'val_set']), 'affectnet');
  assert.equal(names(['train_set', 'valid_set']), 'affectnet');
  assert.equal(names([], ['label.lst']), 'expw');
  assert.equal(names(['Train_Aligned_Faces', 'Val_Aligned_Faces']), 'sfew');
  assert.equal(names([], [], ['KA.AN1.39.tiff']), 'jaffe');
  assert.equal(names([], ['train-00000-of-00001.parquet']), 'parquet');
  assert.equal(names(['anger', 'contempt', 'disgust', 'fear', 'happy', 'sadness', 'surprise']), 'ck48');
  assert.equal(names(['anger', 'happy', 'neutral']), 'folder');
  assert.equal(names(['train', 'test']), 'folder');
  assert.equal(names([], ['faces.csv']), 'csv');
  assert.equal(names(['a', 'b'], ['readme.md'], ['1.png']), undefined);
  assert.equal(names(['src', 'test']), undefined, 'code has a folder of tests too');
});

test('names the root of another kind that lies below the path', async () => {
  const other = memoryHost(filesOf({ 'p/archive/train_set/1': '', 'p/archive/val_set/1': '' }));
  assert.equal(
    (await refuses(datasetRoot(other, 'p', wanted), 'data', /found archive\//)).hint,
    'It looks like an affectnet dataset: try affectnet:p/archive',
  );
});
