import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng } from '../temp-folder.ts';

const png = await greyPng(90, 8);
const open = (images: string) =>
  openDataset(
    'rafdb:set',
    memoryHost(
      filesOf({
        'set/EmoLabel/images.txt': images,
        'set/EmoLabel/image_class_labels.txt': '1 5\n2 7\n',
        'set/EmoLabel/train_test_split.txt': '1 1\n2 0\n',
        'set/Image/aligned/train_00001.jpg': png,
        'set/Image/aligned/test_0001.jpg': png,
      }),
    ),
  );

test('joins the three lists', async () => {
  const { samples } = await open('1 train_00001.jpg\n2 test_0001.jpg\n');
  assert.deepEqual(
    samples.map(({ split }) => split),
    ['train', 'test'],
  );
});

test('refuses a name without an ending, by its line', async () => {
  await refuses(
    open('1 train_00001.jpg\n2 test\n'),
    'data',
    /images\.txt" line 2: image is "test"; expected a file like train_00001\.jpg$/,
  );
});
